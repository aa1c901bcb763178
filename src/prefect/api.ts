import { getProxyUrl } from '@actions/http-client/lib/proxy'
import { Ajv, type ValidateFunction } from 'ajv'
import { fetch, ProxyAgent, type Dispatcher, type Response } from 'undici'
import type { ActualDeployment } from '../plan/compare.ts'
import { failure } from '../problem.ts'
import { TransientError, withRetries, type RetryPolicy } from '../process/retry.ts'

/** Where Prefect's REST API is, and how it knows us. */
export interface PrefectConnection {
  /** Such as `https://prefect.example/api`, without a slash at the end. */
  readonly apiUrl: string
  /** Prefect Cloud's API key. */
  readonly apiKey: string | undefined
  /** A self-hosted server's `user:password`. */
  readonly authString: string | undefined
}

/** A deployment as Prefect has it; only what the action looks at. */
export interface PrefectDeployment {
  readonly id: string
  readonly name: string
  /** ISO 8601 */
  readonly updated: string
  readonly entrypoint?: string | null
  readonly work_pool_name?: string | null
  readonly job_variables?: Readonly<Record<string, unknown>> | null
}

/** What the run asks of Prefect. Every call throws an ActionError when Prefect can't be asked. */
export interface PrefectApi {
  /** Those of the named work pools that exist, and the server's clock, in milliseconds since 1970. */
  readonly findWorkPools: (names: readonly string[]) => Promise<{ found: string[]; serverTime: number }>
  readonly getDeployment: (id: string) => Promise<PrefectDeployment>
  /** All deployments, with everything that Prefect tells of them. */
  readonly listDeployments: () => Promise<ActualDeployment[]>
}

export interface PrefectApiOptions {
  readonly connection: PrefectConnection
  readonly retry: RetryPolicy
  readonly signal: AbortSignal
}

const ajv = new Ajv({ allowUnionTypes: true })
const named = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }
const isNamedList = ajv.compile<{ name: string }[]>({ type: 'array', items: named })
const isDeployment = ajv.compile<PrefectDeployment>({
  type: 'object',
  required: ['id', 'name', 'updated'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    updated: { type: 'string' },
    entrypoint: { type: ['string', 'null'] },
    work_pool_name: { type: ['string', 'null'] },
    job_variables: { type: ['object', 'null'] },
  },
})

const isDeploymentList = ajv.compile<ActualDeployment[]>({
  type: 'array',
  items: {
    type: 'object',
    required: ['id', 'name'],
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      entrypoint: { type: ['string', 'null'] },
    },
  },
})

/** The most that Prefect gives at once. */
const pageSize = 200

/** An answer that takes longer is as good as none. */
const answerMs = 30_000

interface Client extends PrefectApiOptions {
  /** The way through a proxy; undefined where there is none. */
  readonly dispatcher: Dispatcher | undefined
}

/**
 * Opens Prefect's REST API (https://docs.prefect.io/v3/api-ref/rest-api). Faults that pass are tried again. The variables
 * `https_proxy`, `http_proxy` and `no_proxy` are heeded, as Prefect's own client does.
 */
export function openPrefectApi(options: PrefectApiOptions): PrefectApi {
  const proxy = getProxyUrl(new URL(options.connection.apiUrl))
  const client: Client = { ...options, dispatcher: proxy && new ProxyAgent(proxy.href) }
  return {
    findWorkPools: async (names) => {
      const body = { limit: 200, work_pools: { name: { any_: names } } }
      const { data, serverTime } = await ask(client, '/work_pools/filter', { body, isValid: isNamedList })
      return { found: data.map(({ name }) => name), serverTime }
    },
    listDeployments: async () => {
      const deployments: ActualDeployment[] = []
      for (;;) {
        const body = { limit: pageSize, offset: deployments.length, sort: 'NAME_ASC' }
        const { data } = await ask(client, '/deployments/filter', { body, isValid: isDeploymentList })
        deployments.push(...data)
        if (data.length < pageSize) return deployments
      }
    },
    getDeployment: async (id) => (await ask(client, `/deployments/${id}`, { isValid: isDeployment })).data,
  }
}

interface Question<T> {
  /** Sent as JSON by POST; without it, the question is a GET. */
  readonly body?: unknown
  readonly isValid: ValidateFunction<T>
}

interface Answer<T> {
  readonly data: T
  readonly serverTime: number
}

async function ask<T>(client: Client, path: string, question: Question<T>): Promise<Answer<T>> {
  const { retry, signal } = client
  return await withRetries(() => askOnce(client, path, question), { ...retry, signal })
}

async function askOnce<T>(client: Client, path: string, question: Question<T>): Promise<Answer<T>> {
  const { connection } = client
  const { response, text } = await send(client, path, question.body)
  const { status } = response
  if (status === 429 || status >= 500) {
    throw new TransientError(`HTTP ${status}`, {
      cause: answered(connection, path, `HTTP ${status}. ${start(text)}`),
    })
  }
  if (status === 401 || status === 403) throw refused(connection, status)
  if (!response.ok) {
    const elsewhere = response.headers.get('location')
    const redirect = elsewhere === null ? '' : `, a redirect to ${elsewhere}`
    throw answered(connection, path, `HTTP ${status}${redirect}. ${start(text)}`)
  }
  const data = parseJson(text)
  if (!question.isValid(data)) {
    throw answered(connection, path, `what is not Prefect's form: ${start(text)}`)
  }
  const date = Date.parse(response.headers.get('date') ?? '')
  // A proxy may drop the header; the runner's clock has to do then.
  return { data, serverTime: Number.isNaN(date) ? Date.now() : date }
}

async function send(
  { connection, dispatcher, signal }: Client,
  path: string,
  body: unknown,
): Promise<{ response: Response; text: string }> {
  const { apiUrl, apiKey, authString } = connection
  const authorization =
    apiKey !== undefined
      ? `Bearer ${apiKey}`
      : authString !== undefined && `Basic ${Buffer.from(authString).toString('base64')}`
  try {
    const response = await fetch(`${apiUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A key must not follow a redirect to somewhere else.
      redirect: 'manual',
      ...(dispatcher && { dispatcher }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    })
    return { response, text: await response.text() }
  } catch (error) {
    signal.throwIfAborted()
    const reason = reasonOf(error)
    throw new TransientError(reason, {
      cause: failure('prefect-unreachable', `Prefect's API at ${apiUrl} can't be reached: ${reason}.`, {
        hint: 'Check the input "prefect-api-url" and that the runner can reach it: a server behind a VPN needs a step that joins the VPN first.',
        cause: error,
      }),
    })
  }
}

/** Why `fetch` failed: it only says that it did, and of a host with several addresses each has its own reason. */
export function reasonOf(error: unknown): string {
  const cause = Error.isError(error) ? (error.cause ?? error) : error
  const each: unknown = Error.isError(cause) && 'errors' in cause ? cause.errors : undefined
  const reasons: unknown[] = Array.isArray(each) ? each : [cause]
  return reasons.map((reason) => (Error.isError(reason) ? reason.message : String(reason))).join(', ')
}

function refused({ apiUrl, apiKey, authString }: PrefectConnection, status: number): Error {
  const used =
    apiKey !== undefined
      ? 'prefect-api-key'
      : authString !== undefined
        ? 'prefect-api-auth-string'
        : undefined
  return failure(
    'prefect-unauthorized',
    `Prefect's API at ${apiUrl} refused the credentials (HTTP ${status}).`,
    {
      hint: used
        ? `Check the input "${used}": the secret may be missing, mistyped or expired.`
        : 'Set the input "prefect-api-key" (Prefect Cloud) or "prefect-api-auth-string" (a server with a password).',
    },
  )
}

function answered({ apiUrl }: PrefectConnection, path: string, what: string): Error {
  return failure('prefect-answer-unexpected', `${apiUrl}${path} answered ${what}`, {
    hint: "Check the input \"prefect-api-url\": it must be the API's address and not the user interface's: of a server it ends in /api, of Prefect Cloud in the workspace's id.",
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function start(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
