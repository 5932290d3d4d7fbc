-- Diagnostics, hover, a quick fix and the optimize command in Neovim 0.7 or later, without any plug-in.
-- Environment: LSP_FILE, the Dockerfile; LSP_COMMAND, the server's command line as a JSON array.
local function say(text)
  -- Neovim's own messages do not end their lines.
  io.stdout:write('\n' .. text:gsub('%s*\n%s*', ' | ') .. '\n')
end

local function test(title, body)
  local ok, reason = pcall(body)
  if ok then
    say('ok ' .. title)
    return
  end
  say('not ok ' .. title .. ': ' .. tostring(reason))
  vim.cmd('cquit 1')
end

local file = os.getenv('LSP_FILE')
local command = vim.fn.json_decode(os.getenv('LSP_COMMAND'))
local buffer, client

local function rules()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    found[diagnostic.code] = diagnostic
  end
  return found
end

local function request(method, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 10000)
  local answer = assert(answers and answers[client], 'no answer to ' .. method)
  assert(not answer.err, answer.err and answer.err.message)
  return answer.result
end

local function here(diagnostic)
  return { line = diagnostic.lnum, character = diagnostic.col }
end

test('the server starts over stdio', function()
  vim.cmd('edit ' .. file)
  vim.bo.filetype = 'dockerfile'
  buffer = vim.api.nvim_get_current_buf()
  client = assert(vim.lsp.start_client({ name = 'dockerfile-optimizer', cmd = command, root_dir = vim.fn.fnamemodify(file, ':h') }))
  vim.lsp.buf_attach_client(buffer, client)
end)

test('diagnostics arrive', function()
  assert(vim.wait(10000, function() return rules()['reproducible/lockfile-install'] ~= nil end, 20), vim.inspect(rules()))
end)

test('hover shows the base image', function()
  local result = request('textDocument/hover', {
    textDocument = vim.lsp.util.make_text_document_params(buffer),
    position = { line = 0, character = 7 },
  })
  assert(vim.inspect(result.contents):find('node:22', 1, true), vim.inspect(result))
end)

test('a quick fix applies and clears its finding', function()
  local diagnostic = rules()['reproducible/lockfile-install']
  local range = { start = here(diagnostic), ['end'] = { line = diagnostic.end_lnum, character = diagnostic.end_col } }
  local actions = request('textDocument/codeAction', {
    textDocument = vim.lsp.util.make_text_document_params(buffer),
    range = range,
    context = {
      only = { 'quickfix' },
      diagnostics = {
        vim.tbl_extend('force', {
          range = range,
          message = diagnostic.message,
          severity = diagnostic.severity,
          source = diagnostic.source,
          code = diagnostic.code,
        }, diagnostic.user_data and diagnostic.user_data.lsp or {}),
      },
    },
  })
  local fix
  for _, action in ipairs(actions) do
    if action.title:find('npm ci', 1, true) and not fix then fix = action end
  end
  assert(fix, vim.inspect(actions))
  if not fix.edit then fix = request('codeAction/resolve', fix) end
  vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16')
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  assert(text:find('npm ci', 1, true), text)
  assert(vim.wait(10000, function() return rules()['reproducible/lockfile-install'] == nil end, 20), 'the finding stays')
end)

test('the optimize command rewrites the buffer', function()
  request('workspace/executeCommand', {
    command = 'dockerfileOptimizer.server.optimize',
    arguments = { vim.uri_from_bufnr(buffer) },
  })
  local function text() return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') end
  assert(vim.wait(10000, function() return text():find('USER node', 1, true) ~= nil end, 20), text())
end)

test('the server stops', function()
  vim.lsp.stop_client(client)
  assert(vim.wait(5000, function() return vim.lsp.client_is_stopped(client) end, 20), 'it still runs')
end)

vim.cmd('qall!')
