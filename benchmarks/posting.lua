-- Each client (one thread, one connection) posts to its own question, from the revision it was last given.
local paths = { %(paths)s }
local keys = { %(keys)s }
local sessions = { %(sessions)s }
threads = {}

function setup(thread)
  table.insert(threads, thread)
  local clients = #threads
  thread:set("path", paths[clients])
  thread:set("key", keys[clients])
  thread:set("session", sessions[clients])
end

function init(args)
  revision, count, wrong = 0, 0, 0
  wrk.headers["Cookie"] = "sessionid=" .. session .. "; csrftoken=%(csrf)s"
  wrk.headers["X-CSRFToken"] = "%(csrf)s"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end

function request()
  count = count + 1
  local text = "Wij+kijken+elke+week+samen+wat+een+kind+nodig+heeft,+keer+" .. count
  return wrk.format("POST", path, nil, key .. "=" .. text .. "&rev%%3A" .. key .. "=" .. revision)
end

function response(status, headers, body)
  local saved = body:match('"revision": ?(%%d+)')
  if status == 200 and saved then revision = saved else wrong = wrong + 1 end
end
