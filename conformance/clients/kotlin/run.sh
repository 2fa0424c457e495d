#!/usr/bin/env bash
# Runs the Kotlin client from the folder that build.sh was given.
exec java -XX:TieredStopAtLevel=1 -cp "$1/classes:$1/lib/*" MainKt
