import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'

/** What a server was asked. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Answers a request, or doesn't. */
export type Reply = (response: ServerResponse) => void

/** A server on a port of the loopback interface. */
export interface HttpServer extends AsyncDisposable {
  readonly url: string
  readonly asked: readonly Asked[]
}

/** A proxy on a port of the loopback interface. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
  /** The hosts and ports that it was asked to connect to. */
  readonly tunnels: readonly string[]
}

/** Starts a server that gives one reply after the other, and the last one again and again. */
export async function startHttpServer(...replies: readonly Reply[]): Promise<HttpServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.on('end', () => {
      const reply = replies[Math.min(asked.length, replies.length - 1)]
      const { method = '', url: path = '', headers } = request
      asked.push({ method, path, headers, body })
      reply?.(response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers with a status and a body: what is no text as JSON. */
export function answering(
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

/** Starts a proxy whose every tunnel leads to one server, whatever host it is asked for; keeps what was asked for. */
export async function startProxy(target: URL): Promise<Proxy> {
  const tunnels: string[] = []
  const sockets: Socket[] = []
  const server = createServer().on('connect', ({ url = '' }, client: Socket) => {
    tunnels.push(url)
    const tunnel = connect(Number(target.port), target.hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      tunnel.pipe(client).pipe(tunnel)
    })
    sockets.push(client, tunnel)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    tunnels,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
