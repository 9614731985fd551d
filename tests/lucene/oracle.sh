#!/bin/sh
# Writes lucene.txt.gz, the golden file of LuceneTests: how Lucene 8 analyzes the shipped cards and scores them.
# Needs Debian's liblucene8-java and a JDK. One command, from anywhere:
#   tests/lucene/oracle.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
path=$(echo /usr/share/java/lucene-core-8.*.jar /usr/share/java/lucene-analyzers-common-8.*.jar | tr ' ' ':')
javac -encoding UTF-8 -cp "$path" -d "$classes" "$here/LuceneOracle.java"
java -Dfile.encoding=UTF-8 -cp "$path:$classes" LuceneOracle "$here/../../knowledge" "$here/queries.txt" \
    | gzip -9n > "$here/../MlOpsBot.Search.Tests/golden/lucene.txt.gz"
