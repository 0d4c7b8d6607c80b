#!/usr/bin/env bash
# Signs up at the app whose address is the first argument.
set -euo pipefail
app=$1

curl --fail --silent --show-error --output /dev/null \
  --data-urlencode "phone=$PHONE_NUMBER" "$app/send-code"

code=$(curl --silent --show-error "$OTP_URL" | jq --raw-output '.otp_code // error(.error.message)')

curl --fail --silent --show-error \
  --data-urlencode "phone=$PHONE_NUMBER" --data-urlencode "code=$code" "$app/verify" |
  grep '<h1>Welcome</h1>'
