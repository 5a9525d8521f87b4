// Runs a Node.js handler against Lambda's Runtime API. Embedded in `pv`, because Amazon's own client (npm aws-lambda-ric)
// compiles libcurl on the machine that installs it, and needs cmake, autotools and a C++ compiler for that.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const { env } = process
const [host, port] = env.AWS_LAMBDA_RUNTIME_API.split(':')
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })

function call(method, where, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const request = http.request({ host, port, method, path: `/2018-06-01/runtime/${where}`, agent, headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }))
    })
    // Nobody listens any more: `pv` has ended.
    request.on('error', (error) => (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET' ? process.exit(1) : reject(error)))
    request.end(body)
  })
}

function report(error, type) {
  const thrown = error instanceof Error
  return JSON.stringify({
    errorType: type ?? (thrown ? error.name : typeof error),
    errorMessage: thrown ? error.message : String(error),
    trace: thrown && error.stack ? error.stack.split('\n').filter((line) => !line.includes(import.meta.url)) : [],
  })
}

function failure(type, message) {
  return Object.assign(new Error(message), { name: type })
}

// `src/app.handler` is the export `handler` of src/app.js, .mjs or .cjs; `app.api.handler` is `handler` of its export `api`.
async function load() {
  const root = env.LAMBDA_TASK_ROOT
  const folder = path.dirname(env._HANDLER)
  const [name, ...exported] = path.basename(env._HANDLER).split('.')
  const base = path.resolve(root, folder, name)
  const file = ['', '.js', '.mjs', '.cjs'].map((end) => base + end).find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile())
  if (!file) throw failure('Runtime.ImportModuleError', `Cannot find module '${path.join(folder, name)}' in ${root}`)
  const found = await import(pathToFileURL(file)).catch((error) => {
    if (error instanceof SyntaxError) error.name = 'Runtime.UserCodeSyntaxError'
    throw error
  })
  // CommonJS: what Node does not find by reading the file is in `default`.
  const handler = [found, found.default].map((module) => exported.reduce((value, key) => value?.[key], module)).find((value) => value !== undefined)
  if (handler === undefined) throw failure('Runtime.HandlerNotFound', `${env._HANDLER} is undefined or not exported`)
  if (typeof handler !== 'function') throw failure('Runtime.HandlerNotFound', `${env._HANDLER} is not a function`)
  if (handler.length >= 3 && env.AWS_EXECUTION_ENV === 'AWS_Lambda_nodejs24.x')
    throw failure('Runtime.CallbackHandlerDeprecated', 'Node.js 24 of Lambda has no callback handlers; use an async function')
  return handler
}

function contextOf(headers, finish) {
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
    succeed: (result) => finish(null, result),
    fail: (error) => finish(error ?? 'handled'),
    done: finish,
  }
}

// A promise decides at once; a callback waits until nothing else is to be done, unless the context says otherwise. When nothing
// is left and nobody has answered, the answer is null, as in Lambda.
function run(handler, event, headers) {
  return new Promise((resolve, reject) => {
    let settle = () => resolve(null)
    const idle = () => settle()
    const now = (deed) => (process.off('beforeExit', idle), deed())
    const finish = (error, result) => {
      settle = () => now(() => (error ? reject(error) : resolve(result)))
      if (!context.callbackWaitsForEmptyEventLoop) settle()
    }
    const context = contextOf(headers, finish)
    process.once('beforeExit', idle)
    const returned = handler(event, context, finish)
    if (typeof returned?.then === 'function') returned.then((result) => now(() => resolve(result)), (error) => now(() => reject(error)))
    else if (handler.length < 3 && returned !== undefined) now(() => resolve(returned))
  })
}

let failed = (error, type) => call('POST', 'init/error', report(error, type))
const crash = (type) => (error) => {
  console.error(error)
  failed(error, type).finally(() => process.exit(129))
}
process.on('uncaughtException', crash())
process.on('unhandledRejection', crash('Runtime.UnhandledPromiseRejection'))

async function main() {
  const handler = await load().catch(async (error) => {
    console.error(error)
    await failed(error)
    process.exit(1)
  })
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next')
    const id = headers['lambda-runtime-aws-request-id']
    env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? ''
    failed = (error, type) => call('POST', `invocation/${id}/error`, report(error, type))
    try {
      const result = await run(handler, JSON.parse(body), headers)
      await call('POST', `invocation/${id}/response`, JSON.stringify(result ?? null))
    } catch (error) {
      console.error(error)
      await failed(error)
    }
  }
}

main()
