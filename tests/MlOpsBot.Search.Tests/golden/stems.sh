#!/bin/sh
# Writes stems.txt.gz: word forms with the stems that the reference implementation of Snowball gives them.
# Needs Debian's libstemmer-tools (stemwords) and wamerican. One command, from anywhere:
#   tests/MlOpsBot.Search.Tests/golden/stems.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
words=$(mktemp)
trap 'rm -f "$words"' EXIT
{
    # Every third word of the list of American English, and every word of the cards.
    tr 'A-Z' 'a-z' < /usr/share/dict/american-english | LC_ALL=C sort -u | awk 'NR % 3 == 0'
    find "$here/../../../knowledge" -name '*.md' -exec cat {} + | tr 'A-Z' 'a-z' | grep -oE "[a-z]+('[a-z]+)?"
} | LC_ALL=C sort -u > "$words"
stemwords -l en -i "$words" | paste "$words" - | gzip -9n > "$here/stems.txt.gz"
echo "$(wc -l < "$words") word forms"
