import { delimiter } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { makeMonorepo, type Repository } from '../../testbed/monorepo.ts'
import { pushAndRun, runByHand, type ActionResult, type ActionRun } from '../../testbed/runner.ts'
import { findFreePort } from '../../testbed/service.ts'
import { cancelAt } from './setup/cancellation.ts'
import { makePlainRepository, plainDeployment, plainPipeline } from './setup/plain-repository.ts'
import { onlyThese } from './setup/programs.ts'
import { serve } from './setup/server.ts'
import { services } from './setup/services.ts'

const { registry, prefect, inputs, env, pushBaseImage } = services('3.8')

/** The errors of a run, as annotations: `code file:line`. */
function errors({ log }: ActionResult): string[] {
  return [...log.matchAll(/^::error title=([\w-]+)(?:,file=([^,:]+))?(?:,line=(\d+))?/gm)].map(
    ([, code = '', file, line]) => [code, ...(file === undefined ? [] : [`${file}:${line ?? ''}`])].join(' '),
  )
}

describe('a run that fails on the example monorepo', () => {
  const visits = 'pipelines/rj_sms__clinic_visits'
  let monorepo: Repository
  beforeAll(async () => {
    await prefect.clear()
    await prefect.createWorkPool('pipelines', 'docker')
    monorepo = await makeMonorepo({ registryHost: registry.host, prefect: '3.8' })
    await pushBaseImage(monorepo.path)
  })
  afterAll(() => monorepo.dispose())
  beforeEach(async () => {
    await monorepo.git('switch', '--quiet', '--force-create', 'master', 'origin/master')
  })

  /** Deploys the clinics' pipeline by hand from the commit that the test has made. */
  const run = async (more: Partial<ActionRun> = {}) => {
    await monorepo.push('staging/failing', { force: true })
    return await runByHand(monorepo, 'staging/failing', {
      ...more,
      inputs: { ...inputs, pipelines: 'rj_sms__clinic_visits', ...more.inputs },
      env: { ...env, ...more.env },
    })
  }
  const untouched = async (result: ActionResult) => {
    expect(result.exitCode).toBe(1)
    expect(await prefect.listDeployments()).toEqual([])
    expect(result.leftovers).toEqual([])
    expect(result.summary).toContain('## Deploy to staging failed')
    expect(result.summary).toMatch(/\| rj-sms--clinic-visits--staging \| as before \|/)
  }

  test('the registry refuses the login', async () => {
    const result = await run({ inputs: { 'registry-password': 'wrong' } })
    expect(errors(result)).toEqual(['registry-login-refused'])
    expect(result.log).not.toContain('exporting to image')
    await untouched(result)
  })

  test('the registry is not there', async () => {
    const nowhere = `localhost:${await findFreePort()}`
    const result = await run({ inputs: { registry: nowhere, retries: '1' } })
    expect(errors(result)).toEqual(['registry-unreachable'])
    await untouched(result)
  })

  test('the registry refuses the push', async () => {
    // As ghcr.io answers a job without the permission to write packages.
    const denied = { errors: [{ code: 'DENIED', message: 'permission_denied: write_package' }] }
    await using other = await serve(({ method, url }) =>
      method === 'GET' && url === '/v2/'
        ? [200, '{}']
        : method === 'HEAD'
          ? [404, '']
          : [403, JSON.stringify(denied)],
    )
    await monorepo.edit(`${visits}/prefect.yaml`, `image_name: ${registry.host}`, `image_name: ${other.host}`)
    await monorepo.commit('Push elsewhere', {})
    const result = await run()
    expect(errors(result)).toEqual([`registry-write-denied ${visits}/prefect.yaml:9`])
    expect(result.log).toContain('permission_denied: write_package')
    expect(result.log).toContain('"packages: write"')
    await untouched(result)
  })

  test('a work pool is missing', async () => {
    await monorepo.edit(`${visits}/prefect.yaml`, 'name: pipelines\n', 'name: no-such-pool\n')
    await monorepo.commit('Use another pool', {})
    const result = await run()
    expect(errors(result)).toEqual([`work-pool-missing ${visits}/prefect.yaml:34`])
    expect(result.log).toContain('no-such-pool')
    expect(result.log).not.toContain('exporting to image')
    await untouched(result)
  })

  test('uv.lock is older than a dependency', async () => {
    await monorepo.edit(`${visits}/pyproject.toml`, '["city-pipelines"]', '["city-pipelines", "tabulate"]')
    await monorepo.commit('Depend on more', {})
    const result = await run()
    expect(errors(result)).toEqual(['uv-lock-outdated uv.lock:1'])
    expect(result.log).not.toContain('exporting to image')
    await untouched(result)
  })

  test('uv is missing', async () => {
    await using programs = await onlyThese('docker', 'git', 'node')
    const result = await run({ env: { PATH: programs.path } })
    expect(errors(result)).toEqual(['command-missing'])
    expect(result.log).toContain('The program "uv" is not installed on this runner.')
    expect(result.log).not.toContain('exporting to image')
    await untouched(result)
  })

  test('docker has no buildx', async () => {
    await using programs = await onlyThese('git', 'node', 'uv', 'python3')
    await programs.write(
      'docker',
      '[ "$1" = login ] && exit 0; echo "unknown command: docker $1" >&2; exit 1',
    )
    const result = await run({ env: { PATH: programs.path } })
    expect(errors(result)).toEqual(['buildx-missing'])
    await untouched(result)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('cancelled by %s during a build', async (signal) => {
    await monorepo.edit(`${visits}/Dockerfile`, 'COPY src src', 'RUN echo build is running && sleep 300')
    await monorepo.commit('Build for long', {})
    const cancelled = await cancelAt(/build is running/, signal, (more) => run(more))
    expect(errors(cancelled.result)).toEqual(['cancelled'])
    expect(cancelled.result.summary).toContain('The run was cancelled')
    await untouched(cancelled.result)
    expect(cancelled.stoppedAfterMs).toBeLessThan(5000)
    expect(cancelled.processesLeft).toEqual([])
  })
})

describe('a run that fails on pipelines without images', () => {
  beforeEach(async () => {
    await prefect.clear()
    await prefect.createWorkPool('plain', 'process')
  })
  const plainEnv = { PATH: `${prefect.bin}${delimiter}${process.env['PATH'] ?? ''}` }
  const run = (repository: Repository, more: Partial<ActionRun> = {}) =>
    runByHand(repository, 'master', {
      ...more,
      inputs: { ...inputs, pipelines: 'all', retries: '1', ...more.inputs },
      env: { ...plainEnv, ...more.env },
    })
  const simple = (name: string, code: readonly string[] = []) =>
    plainPipeline(name, { deployments: plainDeployment(`${name}--prod`, name), code })
  const names = async () => (await prefect.listDeployments()).map(({ name }) => name)

  test('the second of three pipelines: the first stays registered, the third is not begun', async () => {
    await using repository = await makePlainRepository({
      ...simple('a_first'),
      ...simple('b_broken', ['raise SystemExit(3)']),
      ...simple('c_last'),
    })
    const result = await run(repository, { inputs: { 'max-parallel': '1' } })
    expect(result.exitCode).toBe(1)
    expect(errors(result)).toEqual(['registration-failed pipelines/b_broken/prefect.yaml:3'])
    expect(await names()).toEqual(['a_first--prod'])
    const told = JSON.parse(result.outputs['deployments'] ?? '') as { result: string }[]
    expect(told.map((each) => each.result)).toEqual(['registered', 'failed', 'unchanged'])
    for (const row of ['registered', 'failed', 'as before'])
      expect(result.summary).toMatch(new RegExp(`--prod\\S* \\| ${row} \\|`))
  })

  test.each([
    ['refuses the password', { 'prefect-api-auth-string': 'admin:wrong' }, 'prefect-unauthorized'],
    ['is asked without a password', { 'prefect-api-auth-string': '' }, 'prefect-unauthorized'],
    ['is not there', { 'prefect-api-url': 'http://127.0.0.1:9/api' }, 'prefect-unreachable'],
    [
      'is its user interface',
      { 'prefect-api-url': prefect.apiUrl.replace(/\/api$/, '') },
      'prefect-answer-unexpected',
    ],
  ])('Prefect %s', async (_, wrong, code) => {
    await using repository = await makePlainRepository(simple('revenue'))
    const result = await run(repository, { inputs: wrong })
    expect({ exitCode: result.exitCode, errors: errors(result) }).toEqual({ exitCode: 1, errors: [code] })
    expect(result.log).not.toContain('> Register')
    expect(await names()).toEqual([])
  })

  test.each([
    ['garbage', 200, '<html>', 1, 'prefect-answer-unexpected'],
    ['503 each time', 503, 'busy', 2, 'prefect-answer-unexpected'],
  ])('Prefect answers %s', async (_, status, body, asked, code) => {
    let questions = 0
    await using server = await serve(() => {
      questions += 1
      return [status, body]
    })
    await using repository = await makePlainRepository(simple('revenue'))
    const result = await run(repository, { inputs: { 'prefect-api-url': `http://${server.host}/api` } })
    expect({ exitCode: result.exitCode, errors: errors(result), questions }).toEqual({
      exitCode: 1,
      errors: [code],
      questions: asked,
    })
  })

  test('there is no Prefect on the PATH', async () => {
    await using repository = await makePlainRepository(simple('revenue'))
    await using programs = await onlyThese('git', 'node')
    const result = await run(repository, { env: { PATH: programs.path } })
    expect(errors(result)).toEqual(['command-missing'])
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('cancelled by %s during a registration', async (signal) => {
    await using repository = await makePlainRepository({
      ...simple('a_first'),
      ...simple('b_slow', ['import time', 'print("import is running", flush=True)', 'time.sleep(300)']),
      ...simple('c_last'),
    })
    const inOrder = { 'max-parallel': '1' }
    const { result, ...ending } = await cancelAt(/import is running/, signal, (more) =>
      run(repository, { ...more, inputs: inOrder }),
    )
    expect({ exitCode: result.exitCode, errors: errors(result) }).toEqual({
      exitCode: 1,
      errors: ['cancelled'],
    })
    expect(ending.stoppedAfterMs).toBeLessThan(5000)
    expect(ending.processesLeft).toEqual([])
    expect(await names()).toEqual(['a_first--prod'])
    const told = JSON.parse(result.outputs['deployments'] ?? '') as { result: string }[]
    expect(told.map((each) => each.result)).toEqual(['registered', 'failed', 'unchanged'])
  })

  test('a pipeline that is not affected is not registered again after a failure', async () => {
    await using repository = await makePlainRepository({ ...simple('a_first'), ...simple('b_second') })
    expect((await run(repository)).exitCode).toBe(0)
    const before = await prefect.listDeployments()
    await repository.edit('pipelines/b_second/flow.py', 'return day', 'return no_such_name +')
    await repository.commit('Break a flow', {})
    const result = await pushAndRun(repository, 'master', { inputs, env: plainEnv })
    expect(errors(result)).toEqual(['registration-failed pipelines/b_second/prefect.yaml:3'])
    expect(await prefect.listDeployments()).toEqual(before)
  })
})
