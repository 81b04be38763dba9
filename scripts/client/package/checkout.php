<?php // A checkout in twenty lines: what the code takes off, then the redemption itself. Needs nothing but PHP itself.
function ask(string $path, array $body, ?string $key = null): array {
    $headers = ['Authorization: Bearer ' . getenv('VOUCHSAFE_KEY'), 'Content-Type: application/json'];
    if ($key !== null) $headers[] = "Idempotency-Key: $key";
    $http = ['method' => 'POST', 'header' => $headers, 'content' => json_encode($body), 'ignore_errors' => true];
    $answer = file_get_contents(getenv('VOUCHSAFE_URL') . $path, false, stream_context_create(['http' => $http]));
    $said = json_decode($answer, true);
    if (isset($said['code'], $said['requestId'])) { fwrite(STDERR, $said['title']); exit(1); }
    return $said;
}

[, $code, $reference, $amountMinor] = $argv;
$order = ['reference' => $reference, 'currency' => 'EUR', 'amountMinor' => (int) $amountMinor];
$quote = ask('/v1/quotes', ['code' => $code, 'order' => $order]);
if (!$quote['valid']) { fwrite(STDERR, $quote['reason']['title']); exit(1); }
// The same order asks with the same key, however often it has to ask: the voucher is used once.
$redemption = ask('/v1/redemptions', ['code' => $code, 'order' => $order], "order-$reference");
echo json_encode(['id' => $redemption['id'], 'discountMinor' => $redemption['discountMinor']]), "\n";
