import { describe, expect, test } from '@jest/globals'
import { openPrefectApi, reasonOf, type PrefectConnection } from '../../src/prefect/api.ts'
import {
  answering,
  startHttpServer,
  startProxy,
  type HttpServer,
  type Reply,
} from '../builders/http-server.ts'
import { impatient } from '../builders/programs.ts'
import { problemOf } from '../builders/thrown.ts'

const deployment = {
  id: 'd1',
  name: 'revenue--prod',
  updated: '2026-01-02T03:04:05.678901Z',
  entrypoint: 'flow.py:main',
  work_pool_name: 'pool',
  job_variables: { image: 'x:1', env: {} },
  tags: ['not looked at'],
}

function open(
  url: string,
  overrides: Partial<PrefectConnection> = {},
  signal = new AbortController().signal,
) {
  const connection = { apiUrl: `${url}/api`, apiKey: undefined, authString: undefined, ...overrides }
  return openPrefectApi({ connection, retry: impatient, signal })
}

/** What becomes of asking for a deployment where the server gives these replies. */
async function ask(...replies: readonly Reply[]) {
  await using server = await startHttpServer(...replies)
  const problem = await problemOf(() => open(server.url).getDeployment('d1'))
  return { problem, tries: server.asked.length, apiUrl: `${server.url}/api` }
}

describe(openPrefectApi.name, () => {
  test('gives a deployment by its id', async () => {
    await using server = await startHttpServer(answering(200, deployment))
    expect(await open(server.url).getDeployment('d1')).toEqual(deployment)
    expect(server.asked).toMatchObject([{ method: 'GET', path: '/api/deployments/d1', body: '' }])
  })

  test('goes through the proxy that the environment names', async () => {
    await using server = await startHttpServer(answering(200, deployment))
    await using proxy = await startProxy(new URL(server.url))
    process.env['http_proxy'] = proxy.url
    try {
      expect(await open('http://prefect.example:4200').getDeployment('d1')).toEqual(deployment)
      expect(proxy.tunnels).toEqual(['prefect.example:4200'])
      process.env['no_proxy'] = '.example'
      await expect(open('http://prefect.example:1').getDeployment('d1')).rejects.toThrow("can't be reached")
      expect(proxy.tunnels).toHaveLength(1)
    } finally {
      delete process.env['http_proxy']
      delete process.env['no_proxy']
    }
  })

  test.each([
    ['null', { entrypoint: null, work_pool_name: null, job_variables: null }],
    ['absent', { entrypoint: undefined, work_pool_name: undefined, job_variables: undefined }],
  ])('what a deployment may lack is %s', async (_, lacking) => {
    await using server = await startHttpServer(answering(200, { ...deployment, ...lacking }))
    expect(await open(server.url).getDeployment('d1')).toEqual({ ...deployment, ...lacking })
  })

  test('asks for all work pools at once', async () => {
    const date = 'Fri, 02 Jan 2026 03:04:05 GMT'
    await using server = await startHttpServer(answering(200, [{ name: 'a', type: 'k8s' }], { date }))
    expect(await open(server.url).findWorkPools(['a', 'b'])).toEqual({
      found: ['a'],
      serverTime: Date.UTC(2026, 0, 2, 3, 4, 5),
    })
    const [asked] = server.asked
    expect(asked).toMatchObject({ method: 'POST', path: '/api/work_pools/filter' })
    expect(JSON.parse(asked?.body ?? '')).toEqual({ limit: 200, work_pools: { name: { any_: ['a', 'b'] } } })
  })

  test.each(['', 'soon'])("the own clock stands in for a server's that says %j", async (date) => {
    await using server = await startHttpServer(answering(200, [], { date }))
    const before = Date.now()
    const { serverTime } = await open(server.url).findWorkPools([])
    expect(serverTime).toBeGreaterThanOrEqual(before)
    expect(serverTime).toBeLessThanOrEqual(Date.now())
  })

  test.each<[string, Partial<PrefectConnection>, string | undefined]>([
    ['a key', { apiKey: 'pnu_key' }, 'Bearer pnu_key'],
    ['a user and password', { authString: 'admin:pässword' }, 'Basic YWRtaW46cMOkc3N3b3Jk'],
    ['both, of which the key counts', { apiKey: 'pnu_key', authString: 'a:b' }, 'Bearer pnu_key'],
    ['nothing', {}, undefined],
  ])('makes itself known by %s', async (_, credentials, authorization) => {
    await using server = await startHttpServer(answering(200, deployment))
    await open(server.url, credentials).getDeployment('d1')
    expect(server.asked[0]?.headers.authorization).toBe(authorization)
  })
})

describe('faults of Prefect that pass', () => {
  const breakingOff: Reply = (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{')
    setTimeout(() => response.destroy(), 5)
  }

  test.each<[string, Reply]>([
    ['429', answering(429, 'slow down')],
    ['500', answering(500)],
    ['503', answering(503)],
    ['a connection that is reset', (response) => response.destroy()],
    ['an answer that breaks off', breakingOff],
  ])('%s is asked again', async (_, reply) => {
    await using server = await startHttpServer(reply, reply, answering(200, deployment))
    expect(await open(server.url).getDeployment('d1')).toEqual(deployment)
    expect(server.asked).toHaveLength(3)
  })

  test('they are asked again only so often, and quoted in the end', async () => {
    const { problem, tries, apiUrl } = await ask(answering(503, `<html>${'x'.repeat(1000)}`))
    expect(tries).toBe(1 + impatient.retries)
    expect(problem).toMatchObject({ code: 'prefect-answer-unexpected', severity: 'error' })
    expect(problem.message).toBe(`${apiUrl}/deployments/d1 answered HTTP 503. <html>${'x'.repeat(294)}…`)
  })

  test.each<[string, Reply, RegExp]>([
    ['resets', (response) => response.destroy(), /other side closed|ECONNRESET/],
    ['breaks off', breakingOff, /other side closed|aborted|terminated/],
  ])('a server that always %s is not reached', async (_, reply, reason) => {
    const { problem, tries, apiUrl } = await ask(reply)
    expect(tries).toBe(3)
    expect(problem.code).toBe('prefect-unreachable')
    expect(problem.message).toContain(`Prefect's API at ${apiUrl} can't be reached: `)
    expect(problem.message).toMatch(reason)
  })

  test('nor is a server that is not there', async () => {
    const url = await (async () => {
      await using server = await startHttpServer()
      return server.url
    })()
    const problem = await problemOf(() => open(url).getDeployment('d1'))
    expect(problem.code).toBe('prefect-unreachable')
    expect(problem.message).toContain('ECONNREFUSED')
    expect(problem.hint).toContain('VPN')
  })
})

describe(reasonOf.name, () => {
  const refusedBoth = new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')])
  test.each<[string, unknown, string]>([
    ['an error', new Error('plain'), 'plain'],
    ['its cause', new Error('fetch failed', { cause: new Error('refused') }), 'refused'],
    [
      'one for each address',
      new Error('fetch failed', { cause: refusedBoth }),
      'refused ::1, refused 127.0.0.1',
    ],
    ['what is no error', 'text', 'text'],
  ])('%s', (_, error, reason) => {
    expect(reasonOf(error)).toBe(reason)
  })
})

describe('faults of Prefect that stay', () => {
  test.each<[Partial<PrefectConnection>, number, string]>([
    [{ apiKey: 'k' }, 401, 'Check the input "prefect-api-key"'],
    [{ apiKey: 'k' }, 403, 'Check the input "prefect-api-key"'],
    [{ authString: 'a:b' }, 401, 'Check the input "prefect-api-auth-string"'],
    [{}, 401, 'Set the input "prefect-api-key" (Prefect Cloud) or "prefect-api-auth-string"'],
  ])('with %j, HTTP %i is about the credentials', async (credentials, status, hint) => {
    await using server = await startHttpServer(answering(status, 'secret detail'))
    const problem = await problemOf(() => open(server.url, credentials).getDeployment('d1'))
    expect(problem).toMatchObject({ code: 'prefect-unauthorized', severity: 'error' })
    expect(problem.message).toContain(`refused the credentials (HTTP ${status})`)
    expect(problem.hint).toContain(hint)
    expect(server.asked).toHaveLength(1)
  })

  test.each<[string, Reply, string]>([
    ['404', answering(404, { detail: 'Not Found' }), 'HTTP 404. {"detail":"Not Found"}'],
    ['a page for people', answering(200, '<!doctype html>'), "what is not Prefect's form: <!doctype html>"],
    ['nothing', answering(200), "what is not Prefect's form: "],
    ['half of JSON', answering(200, '{"id": '), `what is not Prefect's form: {"id": `],
    ['other JSON', answering(200, { id: 1 }), `what is not Prefect's form: {"id":1}`],
    ['a null', answering(200, 'null'), "what is not Prefect's form: null"],
  ])('%s is not asked for again', async (_, reply, said) => {
    const { problem, tries, apiUrl } = await ask(reply)
    expect(tries).toBe(1)
    expect(problem.code).toBe('prefect-answer-unexpected')
    expect(problem.message).toBe(`${apiUrl}/deployments/d1 answered ${said}`)
    expect(problem.hint).toContain('of a server it ends in /api')
  })

  test.each([301, 302, 307, 308])(
    'a redirect (HTTP %i) is told and not followed: it would take the key along',
    async (status) => {
      await using elsewhere = await startHttpServer(answering(200, deployment))
      await using server = await startHttpServer(answering(status, '', { location: `${elsewhere.url}/api` }))
      const problem = await problemOf(() => open(server.url, { apiKey: 'k' }).getDeployment('d1'))
      expect(problem.code).toBe('prefect-answer-unexpected')
      expect(problem.message).toContain(`HTTP ${status}, a redirect to ${elsewhere.url}/api`)
      expect(elsewhere.asked).toEqual([])
      expect(server.asked).toHaveLength(1)
    },
  )
})

describe('aborting a question to Prefect', () => {
  const hang: Reply = () => undefined
  const hangWithin: Reply = (response) => void response.writeHead(200).write('{')

  async function abortAfterFirst(server: HttpServer): Promise<number> {
    const stop = new AbortController()
    const answer = open(server.url, {}, stop.signal).getDeployment('d1')
    const aborted = expect(answer).rejects.toThrow('cancelled')
    while (server.asked.length === 0) await new Promise(setImmediate)
    const from = Date.now()
    stop.abort(new Error('cancelled'))
    await aborted
    return Date.now() - from
  }

  test.each([
    ['before it is answered', hang],
    ['while it is answered', hangWithin],
  ])('ends it at once %s, and it is not asked again', async (_, reply) => {
    await using server = await startHttpServer(reply)
    expect(await abortAfterFirst(server)).toBeLessThan(1000)
    expect(server.asked).toHaveLength(1)
  })

  test('ends the wait before the next try', async () => {
    await using server = await startHttpServer(answering(503))
    const stop = new AbortController()
    const connection = { apiUrl: server.url, apiKey: undefined, authString: undefined }
    const retry = { retries: 5, firstDelayMs: 60_000 }
    const api = openPrefectApi({ connection, retry, signal: stop.signal })
    setTimeout(() => {
      stop.abort(new Error('cancelled'))
    }, 50)
    await expect(api.findWorkPools([])).rejects.toThrow('cancelled')
    expect(server.asked).toHaveLength(1)
  })
})
