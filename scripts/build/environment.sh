# Sourced by the scripts of this folder's parent: finds the source tree, a JDK of the wanted version,
# and builds when the sources are newer than what was built.
#
# shellcheck shell=sh

# Without a UTF-8 locale Java can neither open nor print a path like "Büro".
LC_ALL=C.UTF-8
export LC_ALL
VOXCRATE_JDK=25
# The caller sets voxcrate_source, the root of the source tree: a sourced file cannot know its own place.
voxcrate_dist=$voxcrate_source/target/dist
voxcrate_startup_cache=$voxcrate_dist/bundler/startup.aot

# Prints the feature version of the JDK in folder $1, or nothing.
jdk_version() {
  [ -x "$1/bin/javac" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true
}

# Prints the home of the first JDK of at least the wanted version.
find_jdk() {
  on_path=$(command -v javac || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname -- "$(dirname -- "$(readlink -f -- "$on_path")")")
  fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/*; do
    version=$(jdk_version "$home")
    if [ "${version:-0}" -ge "$VOXCRATE_JDK" ]; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  echo "error: no JDK $VOXCRATE_JDK found" >&2
  echo "  looked in: JAVA_HOME (${JAVA_HOME:-not set}), PATH, /usr/lib/jvm, /usr/java, /opt, ~/.sdkman, ~/.jdks" >&2
  echo "  next:      install a JDK $VOXCRATE_JDK (Temurin, for example) or set JAVA_HOME to one" >&2
  return 6
}

# Builds the three programs where a source is newer than the last build.
build_when_needed() {
  [ -z "${VOXCRATE_BUILT:-}" ] || return 0
  stamp=$voxcrate_dist/.built
  if [ -f "$stamp" ] && [ -z "$(cd "$voxcrate_source" && find pom.xml bundles bundler installer engine docs \
    \( -name target -prune \) -o -type f -newer "$stamp" -print -quit)" ]; then
    return 0
  fi
  if ! command -v mvn >/dev/null 2>&1; then
    echo "error: Maven is missing" >&2
    echo "  next:  install Maven 3.8 or newer; 'mvn --version' must answer" >&2
    return 6
  fi
  echo "Building (once; the first time also fetches the dependencies) ..." >&2
  mvn -q -B -f "$voxcrate_source/pom.xml" package -Dmaven.test.skip=true >&2 || return 1
  "$voxcrate_source/scripts/build/startup-cache" \
    || echo "note: the bundler has no start-up cache; all works, and starts slower" >&2
  touch "$stamp"
}

# Memory as the installed launcher has it: sets heap, and exports what the C library is told.
memory_of_models() {
  MALLOC_MMAP_THRESHOLD_=4194304 MALLOC_TRIM_THRESHOLD_=16777216
  export MALLOC_MMAP_THRESHOLD_ MALLOC_TRIM_THRESHOLD_
  heap='-Xms48m -Xmn32m -XX:SurvivorRatio=2'
}
