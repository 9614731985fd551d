-- Signed activities of one kind, each with an id of its own, and one line of JSON as load.js prints it.
--   wrk -t1 -c32 -d15s -s teams.lua URL -- KIND FOLDER QUESTIONS SERVICE FIRST
-- KIND: message, action or query; refused sends tokens that are missing or forged, in turn. FIRST: the number of the first activity.
local kind, service, first, token
local questions, forged = {}, {}
local count = 0

function init(args)
  kind, service, first = args[1], args[4], tonumber(args[5])
  token = io.open(args[2] .. "/token"):read("a")
  for line in io.lines(args[2] .. "/forged") do forged[#forged + 1] = "Bearer " .. line end
  for line in io.lines(args[3]) do questions[#questions + 1] = line:match('"q": ?"([^"\\]*)"') end
end

local extras = {
  message = function(question) return '"type":"message","textFormat":"plain","text":"' .. question .. '"' end,
  action = function() return '"type":"invoke","name":"adaptiveCard/action","replyToId":"1700000000000","value":{"trigger":"manual","action":{"type":"Action.Execute","verb":"open","title":"MLOps Engineer","data":{"verb":"open","b":{"t":"role:mlops-engineer","k":"load"}}}}' end,
  query = function(question) return '"type":"invoke","name":"composeExtension/query","value":{"commandId":"search","parameters":[{"name":"q","value":"' .. question:sub(1, 12) .. '"}],"queryOptions":{"skip":0,"count":25}}' end,
}

function request()
  count = count + 1
  local number = first + count
  local question = questions[number % #questions + 1]
  -- A tenant takes 50 posts a second: there are a thousand of them.
  local tenant = string.format("00000000-0000-4000-8000-%012d", number % 1000)
  local body = string.format(
    '{%s,"id":"l%d","timestamp":"2026-11-21T09:00:00.000Z","serviceUrl":"%s","channelId":"msteams","from":{"id":"29:u%d","name":"Robin","aadObjectId":"00000000-0000-4000-8000-000000000001"},'
      .. '"conversation":{"conversationType":"personal","tenantId":"%s","id":"a:c%d"},"recipient":{"id":"28:bot","name":"MlOpsBot"},"locale":"en-US",'
      .. '"entities":[{"type":"clientInfo","locale":"en-US","country":"US","platform":"Web","timezone":"UTC"}],"channelData":{"tenant":{"id":"%s"}}}',
    (extras[kind] or extras.message)(question), number, service, number % 5000, tenant, number % 5000, tenant)
  local authorization = "Bearer " .. token
  if kind == "refused" then authorization = count % 2 == 0 and forged[count % #forged + 1] or nil end
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json; charset=utf-8", ["Authorization"] = authorization }, body)
end

dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "summary.lua")
