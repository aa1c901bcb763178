import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { PlannedDeployment } from '../../src/plan/plan.ts'
import type { PrefectApi, PrefectDeployment } from '../../src/prefect/api.ts'
import { registerDeployments, writeDerivedFiles } from '../../src/prefect/register-deployments.ts'
import type { Registrar, RegistrationResult } from '../../src/prefect/registrar.ts'
import { TransientError, type RetryPolicy } from '../../src/process/retry.ts'
import { aPipeline, usualPrefectFile } from '../builders/pipeline.ts'
import { aPlannedDeployment } from '../builders/plan.ts'
import { impatient } from '../builders/programs.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { problemOf, problemsOf } from '../builders/thrown.ts'

const since = Date.UTC(2026, 0, 2)

/** What Prefect makes of a file. `stopped` settles when the registrar is stopped. */
type Prefect = (file: string, stopped: Promise<void>) => Promise<Partial<RegistrationResult>>

const succeed: Prefect = async (file) => ({ registrations: registrationsOf(file) })
const fail = (...output: string[]): Partial<RegistrationResult> => ({ exitCode: 1, output })

/** Here each pipeline has one deployment, with the pipeline's name at its beginning. */
function registrationsOf(file: string) {
  return [{ id: `id-of-${file}`, name: `${file}--prod`, flow: `${file}-flow` }]
}

/** What a run told, in order. */
interface Told {
  readonly events: string[]
  /** How many files were with Prefect at once, at most. */
  most: number
  stops: number
}

/** Registers one deployment of each pipeline with a Prefect that behaves as it is told. */
function registering(
  pipelines: readonly string[],
  prefect: Prefect,
  overrides: {
    maxParallel?: number
    retry?: RetryPolicy
    signal?: AbortSignal
    deployments?: readonly PlannedDeployment[]
    actual?: Partial<PrefectDeployment>
  } = {},
): { readonly told: Told; readonly done: Promise<void> } {
  const told: Told = { events: [], most: 0, stops: 0 }
  const deployments =
    overrides.deployments ??
    pipelines.map((pipeline) => aPlannedDeployment({ pipeline, name: `${pipeline}--prod` }))
  const tell = (event: string) => (pipeline: string) => {
    told.events.push(`${event} ${pipeline}`)
  }
  const done = registerDeployments(
    {
      ...{ pipelines: [], deployments, since },
      registrar: aRegistrar(prefect, told),
      api: anApi(deployments, overrides.actual),
      maxParallel: overrides.maxParallel ?? 2,
      retry: overrides.retry ?? impatient,
      signal: overrides.signal ?? new AbortController().signal,
      events: {
        onStart: tell('start'),
        onRetry: (pipeline, message) => told.events.push(`retry ${pipeline}: ${message}`),
        onRegistered: ({ deployment, id, flow }) =>
          told.events.push(`registered ${flow}/${deployment.name} ${id}`),
        onFailed: tell('failed'),
        onEnd: tell('end'),
      },
    },
    new Map(pipelines.map((pipeline) => [pipeline, pipeline])),
  )
  return { told, done }
}

function aRegistrar(prefect: Prefect, told: Told): Registrar {
  const stopped = Promise.withResolvers<undefined>()
  let running = 0
  return {
    ready: Promise.resolve('9.9.9'),
    register: async (file) => {
      running += 1
      told.most = Math.max(told.most, running)
      try {
        return { exitCode: 0, registrations: [], output: [], ...(await prefect(file, stopped.promise)) }
      } finally {
        running -= 1
      }
    },
    stop: async () => {
      told.stops += 1
      stopped.resolve(undefined)
    },
    close: () => Promise.resolve(),
  }
}

function anApi(
  deployments: readonly PlannedDeployment[],
  actual: Partial<PrefectDeployment> = {},
): PrefectApi {
  return {
    findWorkPools: () => Promise.resolve({ found: [], serverTime: since }),
    listDeployments: () => Promise.resolve([]),
    getDeployment: async (id) => {
      const planned = deployments.find(({ name }) => `id-of-${name.replace('--prod', '')}` === id)
      return {
        ...{ id, name: planned?.name ?? '', updated: '2026-01-02T00:00:00.5Z' },
        entrypoint: planned?.entrypoint ?? null,
        work_pool_name: planned?.workPool ?? null,
        job_variables: { image: planned?.image },
        ...actual,
      }
    },
  }
}

const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5))

describe(writeDerivedFiles.name, () => {
  test('writes one file for each pipeline with a deployment in the plan, for nobody else to read', async () => {
    await using folder = await makeTemporaryFolder()
    const pipelines = ['a', 'b', 'c'].map((name) =>
      aPipeline(usualPrefectFile(`${name}--prod`, 'x'), { name }),
    )
    const deployments = ['a', 'c'].map((pipeline) =>
      aPlannedDeployment({ pipeline, name: `${pipeline}--prod` }),
    )
    const target = join(folder.path, 'deep', 'prefect')
    const files = await writeDerivedFiles(target, { pipelines, deployments })
    expect([...files]).toEqual([
      ['a', join(target, 'a.yaml')],
      ['c', join(target, 'c.yaml')],
    ])
    expect(await readdir(target)).toEqual(['a.yaml', 'c.yaml'])
    const text = await readFile(join(target, 'c.yaml'), 'utf8')
    expect(text).toContain('name: c--prod')
    expect(text).not.toContain('name: x')
    expect((await stat(join(target, 'c.yaml'))).mode & 0o777).toBe(0o600)
  })
})

describe(registerDeployments.name, () => {
  test('tells of each deployment once Prefect has confirmed it', async () => {
    const { told, done } = registering(['a', 'b'], succeed, { maxParallel: 1 })
    await done
    expect(told.events).toEqual([
      'start a',
      'registered a-flow/a--prod id-of-a',
      'end a',
      'start b',
      'registered b-flow/b--prod id-of-b',
      'end b',
    ])
    expect(told.stops).toBe(0)
  })

  test.each([1, 2, 3])('has at most %i pipelines with Prefect at once', async (maxParallel) => {
    const { told, done } = registering(
      ['a', 'b', 'c', 'd', 'e'],
      async (file) => {
        await soon()
        return { registrations: registrationsOf(file) }
      },
      { maxParallel },
    )
    await done
    expect(told.most).toBe(maxParallel)
    expect(told.events.filter((event) => event.startsWith('registered'))).toHaveLength(5)
  })

  test('nothing to do is done at once', async () => {
    const { told, done } = registering([], succeed)
    await done
    expect(told.events).toEqual([])
  })

  test('exit code 0 without a registration is an error', async () => {
    const { told, done } = registering(['a'], async () => ({ exitCode: 0 }))
    expect(await problemOf(() => done)).toMatchObject({ code: 'registration-unconfirmed' })
    expect(told.events).toEqual(['start a', 'failed a', 'end a'])
  })

  test('so is a registration under another name', async () => {
    const { done } = registering(['a'], async () => ({ registrations: registrationsOf('b') }))
    expect(await problemOf(() => done)).toMatchObject({ code: 'registration-unconfirmed' })
  })

  test.each<[string, Partial<PrefectDeployment>]>([
    ['updated before the run', { updated: '2026-01-01T23:59:59.999999Z' }],
    ['with another image', { job_variables: { image: 'other' } }],
  ])('so is a deployment %s', async (_, actual) => {
    const { told, done } = registering(['a'], succeed, { actual })
    expect(await problemOf(() => done)).toMatchObject({ code: 'registration-unconfirmed' })
    expect(told.events).not.toContainEqual(expect.stringMatching(/^registered/))
  })

  test('of several deployments those that are as planned are told, the others are the error', async () => {
    const deployments = ['a--prod', 'lost--prod', 'also-lost--prod'].map((name) =>
      aPlannedDeployment({ pipeline: 'a', name }),
    )
    const { told, done } = registering(['a'], succeed, { deployments })
    const problems = await problemsOf(() => done)
    expect(problems.map(({ message }) => /"(.*?)"/.exec(message)?.[1])).toEqual([
      'lost--prod',
      'also-lost--prod',
    ])
    expect(told.events).toEqual(['start a', 'registered a-flow/a--prod id-of-a', 'failed a', 'end a'])
  })
})

describe('a registration that fails', () => {
  test('quotes Prefect, at the first deployment that was not registered', async () => {
    const deployments = ['a--prod', 'b--prod'].map((name, index) =>
      aPlannedDeployment({ pipeline: 'a', name, location: { path: 'a/prefect.yaml', line: 10 + index } }),
    )
    const prefect: Prefect = async (file) => ({
      ...fail('Traceback:', 'ValueError: bad flow'),
      registrations: registrationsOf(file),
    })
    const { told, done } = registering(['a'], prefect, { deployments })
    expect(await problemOf(() => done)).toEqual({
      code: 'registration-failed',
      severity: 'error',
      message: `Prefect couldn't register "b--prod" (exit code 1). It said:\nTraceback:\nValueError: bad flow`,
      hint: 'Run "prefect deploy" for this pipeline on your machine to see it there.',
      location: { path: 'a/prefect.yaml', line: 11 },
    })
    expect(told.events).toEqual(['start a', 'registered a-flow/a--prod id-of-a', 'failed a', 'end a'])
  })

  test.each([1, 2])('has nothing more begun, with %i at a time', async (maxParallel) => {
    const { told, done } = registering(
      ['bad', 'b', 'c', 'd'],
      async (file, stopped) => {
        if (file === 'bad') return fail('no such flow')
        await stopped
        return { exitCode: -15 }
      },
      { maxParallel },
    )
    expect((await problemOf(() => done)).message).toContain('"bad--prod"')
    expect(told.events.filter((event) => event.startsWith('start'))).toEqual(
      ['start bad', 'start b'].slice(0, maxParallel),
    )
    expect(told.stops).toBe(1)
  })

  test('stops what runs, and tells what that had registered by then', async () => {
    const { told, done } = registering(['bad', 'slow'], async (file, stopped) => {
      if (file === 'bad') return fail('no such flow')
      await stopped
      return { exitCode: -15, registrations: registrationsOf(file), output: ['connection reset by peer'] }
    })
    expect((await problemOf(() => done)).message).toContain('"bad--prod"')
    expect(told.events).toEqual([
      ...['start bad', 'start slow', 'failed bad', 'end bad'],
      ...['registered slow-flow/slow--prod id-of-slow', 'failed slow', 'end slow'],
    ])
  })

  test('does not lose what succeeds at the same time', async () => {
    const { told, done } = registering(['bad', 'good'], async (file) =>
      file === 'bad' ? fail('no such flow') : { registrations: registrationsOf(file) },
    )
    await expect(done).rejects.toThrow('"bad--prod"')
    expect(told.events).toContain('registered good-flow/good--prod id-of-good')
  })

  test('ends also what waits to try again', async () => {
    const from = Date.now()
    const { told, done } = registering(
      ['waiting', 'bad'],
      async (file) => {
        if (file === 'waiting') return fail('429 Too Many Requests')
        await soon()
        return fail('no such flow')
      },
      { retry: { retries: 3, firstDelayMs: 60_000 } },
    )
    expect((await problemOf(() => done)).message).toContain('"bad--prod"')
    expect(Date.now() - from).toBeLessThan(2000)
    expect(told.events.slice(-2)).toEqual(['failed waiting', 'end waiting'])
  })

  test('is tried again where it may pass, and told once', async () => {
    let tries = 0
    const { told, done } = registering(['a'], async (file) => {
      const registrations = registrationsOf(file)
      return (tries += 1) < 3 ? { ...fail('httpx.ReadTimeout', 'x'), registrations } : { registrations }
    })
    await done
    expect(told.events).toEqual([
      'start a',
      'retry a: httpx.ReadTimeout\nx',
      'retry a: httpx.ReadTimeout\nx',
      'registered a-flow/a--prod id-of-a',
      'end a',
    ])
  })

  test('is given up after so many tries, with its own error', async () => {
    let tries = 0
    const { done } = registering(['a'], async () => {
      tries += 1
      return fail("Server error '503 Service Unavailable'")
    })
    expect(await problemOf(() => done)).toMatchObject({ code: 'registration-failed' })
    expect(tries).toBe(1 + impatient.retries)
  })

  test('is not tried again where it will not pass', async () => {
    let tries = 0
    const { done } = registering(['a'], async () => {
      tries += 1
      return fail('ImportError: cannot import name')
    })
    await expect(done).rejects.not.toBeInstanceOf(TransientError)
    expect(tries).toBe(1)
  })

  test('by the registering process itself ends all', async () => {
    const { told, done } = registering(['a', 'b'], async () => {
      throw new Error('its process ended')
    })
    await expect(done).rejects.toThrow('its process ended')
    expect(told.stops).toBe(1)
  })

  test('because the run was cancelled has the reason', async () => {
    const stop = new AbortController()
    const { told, done } = registering(
      ['a', 'b', 'c'],
      async (file, stopped) => {
        stop.abort(new Error('cancelled'))
        await Promise.race([stopped, soon()])
        return { exitCode: -15, registrations: registrationsOf(file) }
      },
      { signal: stop.signal, maxParallel: 1 },
    )
    await expect(done).rejects.toThrow('cancelled')
    expect(told.events).toEqual(['start a', 'registered a-flow/a--prod id-of-a', 'failed a', 'end a'])
  })
})

test('two pipelines whose flow and deployment have the same names are told apart by nobody', async () => {
  const deployments = ['a', 'b'].map((pipeline) => aPlannedDeployment({ pipeline, name: 'daily--prod' }))
  const same: Prefect = async () => ({
    registrations: [{ id: 'id-of-daily', name: 'daily--prod', flow: 'revenue' }],
  })
  const { done } = registering(['a', 'b'], same, {
    deployments,
    maxParallel: 1,
    actual: { name: 'daily--prod' },
  })
  expect(await problemOf(() => done)).toMatchObject({ code: 'registration-conflict' })
})
