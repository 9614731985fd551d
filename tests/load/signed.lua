-- Sends the requests of sign.js one after the other, and prints one line of JSON as load.js does.
--   wrk -t1 -c32 -d15s -s signed.lua URL -- signed.tsv
local requests = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do
    local time, signature, body = line:match("^(%d+)\t(v0=%x+)\t(.*)$")
    requests[#requests + 1] = wrk.format("POST", wrk.path, {
      ["Host"] = "127.0.0.1", ["Content-Type"] = "application/x-www-form-urlencoded",
      ["X-Slack-Request-Timestamp"] = time, ["X-Slack-Signature"] = signature }, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "summary.lua")
