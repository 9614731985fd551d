-- What wrk counted, as the one line of JSON that load.js prints too.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requestsPerSecond":%.1f,"p50ms":%.2f,"p99ms":%.2f,"maxMs":%.2f,"non2xx":%d,"errors":%d,"total":%d,"bytesPerSecond":%.0f}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, summary.requests, summary.bytes / summary.duration * 1e6))
end
