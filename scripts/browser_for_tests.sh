#!/bin/sh
# The browser tests drive a real Chromium and read Chinese: install both where we may, else say what to install.
set -eu

has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_chinese() { [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ]; }

wanted=""
has_chromium >/dev/null || wanted="chromium"
has_chinese || wanted="$wanted fonts-noto-cjk fontconfig"
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "set-up: browser for the tests ($wanted) …"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086  # several words on purpose
  if (apt-get install -qq -y --no-install-recommends $wanted || {
        apt-get update -qq && apt-get install -qq -y --no-install-recommends $wanted; }) >/dev/null 2>&1 </dev/null
  then exit 0; fi
fi
echo "browser tests need: $wanted (Debian, Ubuntu: apt-get install $wanted); they are skipped and say so" >&2
