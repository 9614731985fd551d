-- Requests that Slack did not send: unsigned ones and ones signed with another secret, in turn.
local body = "team_id=T1&channel_id=C1&user_id=U1&command=%2Fmlops&text=who+owns+monitoring&response_url=x&trigger_id=1"
local unsigned = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local forged = {
  ["Content-Type"] = "application/x-www-form-urlencoded",
  ["X-Slack-Request-Timestamp"] = tostring(os.time()),
  ["X-Slack-Signature"] = "v0=" .. string.rep("a", 64),
}
local count = 0

function request()
  count = count + 1
  return wrk.format("POST", nil, count % 2 == 0 and unsigned or forged, body)
end

function done(summary)
  io.write(string.format('{"total":%d,"refused":%d}\n', summary.requests, summary.errors.status))
end
