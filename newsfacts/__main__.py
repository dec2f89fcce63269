"""`python -m newsfacts` is `newsfacts`."""

from newsfacts.cli import main

if __name__ == "__main__":
    main()
