# Sourced by ./run and ./bench, which set root. Builds what they run where needed, with the checks of
# the code left to "mvn verify".

# fresh_jar MODULE COMMAND: sets jar, the runnable jar of the module; COMMAND is who says so.
fresh_jar() {
  module="$1"
  command="$2"
  target="$root/$module/target"
  jar="$target/multiprocessing-$module.jar"
  # One builds, the others wait for it. The lock is on a file that every checkout has.
  exec 9< "$root/pom.xml"
  if command -v flock > /dev/null; then flock 9; fi
  is_fresh || build
  exec 9<&-
}

is_fresh() {
  [ -f "$jar" ] && [ -d "$target/lib" ] && [ -z "$(
    find "$root"/pom.xml "$root"/{ipc,core,"$module"}/pom.xml \
      "$root"/{ipc,core,"$module"}/src/main -newer "$jar" -print | head -n 1)" ]
}

build() {
  command -v mvn > /dev/null || { echo "$command: Maven is needed (mvn, 3.8 or newer)" >&2; exit 127; }
  echo "$command: building the $module, a minute at most ..." >&2
  local log started
  log="$(mktemp)"
  started="$(mktemp)" # what is edited from here on is newer than the jar
  if ! (cd "$root" && mvn -q -B -Dstyle.color=never -pl "$module" -am package \
      -Dmaven.test.skip=true -Dmaven.source.skip=true -Dmaven.javadoc.skip=true \
      -Dspotless.check.skip=true -Denforcer.skip=true \
      -Djavac.lint=-Xlint:none -Djavac.errorprone=-nowarn -Djavac.doclint=none) > "$log" 2>&1; then
    rm -f "$jar"
    cat "$log" >&2
    rm -f "$log" "$started"
    echo "$command: the build failed, see above" >&2
    exit 1
  fi
  touch -r "$started" "$jar"
  rm -rf "$root"/{ipc,core,"$module"}/target/classes # Maven would take them as checked, later
  rm -f "$log" "$started"
}
