"""Asks a log server what a follower asks, and what a stranger tries: ask.py URL TOKEN"""

import json
import sys
import time
import urllib.error
import urllib.request

url, token = sys.argv[1:]


def ask(path, method="GET", headers=None):
    request = urllib.request.Request(url + path, method=method, headers=headers or {"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def answers_soon():
    for _ in range(300):
        try:
            return ask("/newest")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("Nobody answers.")


# Not by way of a proxy, which would not come back to this machine.
urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))
checks = 0


def check(what, is_so):
    global checks
    if not is_so:
        raise SystemExit(f"Not so: {what}")
    checks += 1


status, headers, body = answers_soon()
newest = json.loads(body)["id"]
check("there is something in the log", status == 200 and newest > 0)
status, headers, body = ask(f"/1,{newest}")
items = json.loads(body)["items"]
check("a section has all that is in the log", [item["id"] for item in items] == list(range(1, newest + 1)))
check("the comma of a section may be percent-encoded", ask(f"/1%2C{newest}")[2] == body)
tag = {name.lower(): value for name, value in headers.items()}["etag"]
again = ask(f"/1,{newest}", headers={"Authorization": f"Bearer {token}", "If-None-Match": tag})
check("what is known is not sent again", again[0] == 304 and again[2] == b"")
check("a list is read by its query", len(json.loads(ask("?start=1&limit=1")[2])) == 1)
check("a head has no body", ask("/current", method="HEAD")[2] == b"")
check("a stranger is not let in", ask("/current", headers={"Authorization": "Bearer guessed"})[0] == 401)
check("nothing can be written", ask("/current", method="DELETE")[0] == 405)
check("there is nothing elsewhere", ask("/1,10/more")[0] == 404)
print(f"A log in Hummingbird: {checks} checks passed.")
