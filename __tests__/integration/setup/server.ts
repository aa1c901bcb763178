import { createServer, type IncomingMessage } from 'node:http'
import { findFreePort } from '../../../testbed/service.ts'

/** A server on a free port that gives each request a status and a text. */
export async function serve(answer: (request: IncomingMessage) => readonly [status: number, text: string]) {
  const server = createServer((request, response) => {
    const [status, text] = answer(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  })
  const port = await findFreePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    host: `localhost:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
