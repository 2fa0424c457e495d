#!/usr/bin/env bash
# Builds the Kotlin client into the folder that is given; needs Java 17 and Maven. Then, from the root of the repository:
#   npm run conformance -- --seeds 0 --client "conformance/clients/kotlin/run.sh FOLDER"
set -euo pipefail
folder="$1"
here="$(dirname "$0")"
mvn --batch-mode --quiet --file "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$folder/lib"
java -cp "$folder/lib/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect -nowarn \
  -cp "$(printf '%s:' "$folder"/lib/*.jar)" -d "$folder/classes" "$here"/*.kt
