"""`python -m tests.editions OUT --count N --seed S`: draw random editions."""

from tests.editions.make import main

if __name__ == "__main__":
    main()
