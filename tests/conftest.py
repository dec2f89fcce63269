"""What all tests share: the same examples in every run, the pipeline, the made-up article of a ferry."""

from __future__ import annotations

import signal

import pipelines
import pytest
from ferry import facts_of_story
from hypothesis import settings
from spacy.language import Language

from newsfacts.types import ArticleFacts

# The same examples in every run: a test that fails now and then tells nothing to those whose change it meets.
settings.register_profile("same", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("same")

# A shell that starts the tests in the background (`make test &`, `nohup`) has them ignore Ctrl-C or the end
# of the terminal, and so every command that they start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline, as `extract` runs it."""
    return pipelines.whole()


@pytest.fixture
def story_facts() -> ArticleFacts:
    """Facts of every kind, of an article of two paragraphs and a line of furniture."""
    return facts_of_story()
