// A function behind a load balancer, with nothing but Node.js itself.
import { setTimeout as sleep } from 'node:timers/promises'

export async function handler(event, context) {
  const query = event.queryStringParameters ?? {}
  switch (event.path) {
    case '/error':
      throw new TypeError('this path always fails')
    case '/slow':
      await sleep(Number(query.ms ?? 1000))
      return answer({ slept_ms: Number(query.ms ?? 1000) })
    case '/log':
      console.log(JSON.stringify({ level: 'info', message: 'hello from the log', request: context.awsRequestId }))
      return answer({ logged: true })
    default:
      return answer({ greeting: 'Hello from Node.js', version: process.env.APP_VERSION ?? 'unknown' })
  }
}

function answer(value) {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
    isBase64Encoded: false,
  }
}
