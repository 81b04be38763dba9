# A checkout in twenty lines: what the code takes off, then the redemption itself. Needs nothing but Python's own library.
import json, os, sys, urllib.error, urllib.request

def ask(path, body, key=None):
    headers = {"Authorization": f"Bearer {os.environ['VOUCHSAFE_KEY']}", "Content-Type": "application/json"}
    if key: headers["Idempotency-Key"] = key
    request = urllib.request.Request(os.environ["VOUCHSAFE_URL"] + path, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer: return json.load(answer)
    except urllib.error.HTTPError as refusal:
        sys.exit(json.load(refusal)["title"])

code, reference, amount_minor = sys.argv[1:]
order = {"reference": reference, "currency": "EUR", "amountMinor": int(amount_minor)}
quote = ask("/v1/quotes", {"code": code, "order": order})
if not quote["valid"]: sys.exit(quote["reason"]["title"])
# The same order asks with the same key, however often it has to ask: the voucher is used once.
redemption = ask("/v1/redemptions", {"code": code, "order": order}, f"order-{reference}")
print(json.dumps({"id": redemption["id"], "discountMinor": redemption["discountMinor"]}))
