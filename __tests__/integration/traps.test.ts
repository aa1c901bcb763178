import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import type { Repository } from '../../testbed/monorepo.ts'
import type { Deployment } from '../../testbed/prefect-server.ts'
import { pushAndRun, runAction, runByHand } from '../../testbed/runner.ts'
import { startRegistrar } from '../../src/prefect/registrar.ts'
import { lines } from '../builders/text.ts'
import { makePlainRepository, plainDeployment, plainPipeline } from './setup/plain-repository.ts'
import { services } from './setup/services.ts'

describe.each(['3.8', '3.4'] as const)(
  'what Prefect %s does by itself, and what the action makes of it',
  (version) => {
    const { prefect, inputs } = services(version)
    const env = { PATH: `${prefect.bin}:${process.env['PATH'] ?? ''}` }
    const byHand = (repository: Repository, more: Record<string, string>) =>
      runByHand(repository, 'master', { inputs: { ...inputs, ...more }, env })
    const names = async () => (await prefect.listDeployments()).map(({ name }) => name)

    /** Prefect's own CLI on a pipeline's file, as a home-made script would call it. */
    const cli = (repository: Repository, pipeline: string, ...args: string[]) =>
      execa(
        join(prefect.bin, 'prefect'),
        ['--no-prompt', 'deploy', '--prefect-file', `pipelines/${pipeline}/prefect.yaml`, ...args],
        {
          cwd: repository.path,
          env: { PREFECT_API_URL: prefect.apiUrl, PREFECT_API_AUTH_STRING: prefect.authString ?? '' },
          reject: false,
          all: true,
        },
      )

    beforeEach(async () => {
      await prefect.clear()
      await prefect.createWorkPool('plain', 'process')
    })

    test("a file's only deployment goes by any name: production gets staging's configuration", async () => {
      await using repository = await makePlainRepository(
        plainPipeline('revenue', {
          deployments: plainDeployment('revenue--staging', 'revenue', 'parameters: { day: staging }'),
        }),
      )
      expect((await cli(repository, 'revenue', '--name', 'revenue--prod')).exitCode).toBe(0)
      expect(await prefect.listDeployments()).toMatchObject([
        { name: 'revenue--prod', parameters: { day: 'staging' } },
      ])
      await prefect.clear()

      const result = await byHand(repository, { pipelines: 'all' })
      expect(result).toMatchObject({ exitCode: 0, outputs: { environment: 'prod', deployments: '[]' } })
      expect(result.log).toContain('::notice title=pipeline-without-deployments')
      expect(await names()).toEqual([])
    })

    test('an unknown name among known ones is passed over with exit code 0', async () => {
      await using repository = await makePlainRepository({
        ...plainPipeline('revenue', {
          deployments: [
            ...plainDeployment('revenue--prod', 'revenue'),
            ...plainDeployment('revenue--staging', 'revenue'),
          ],
        }),
      })
      const args = ['--name', 'revenue--prod', '--name', 'no-such--prod']
      expect((await cli(repository, 'revenue', ...args)).exitCode).toBe(0)
      expect(await names()).toEqual(['revenue--prod'])

      await prefect.clear()
      const result = await byHand(repository, { pipelines: 'revenue, no_such' })
      expect(result.exitCode).toBe(1)
      expect(result.log).toContain('::error title=pipeline-unknown::No pipeline matches "no_such".')
      expect(await names()).toEqual([])
    })

    test('a variable that is not set is registered as nothing', async () => {
      await using repository = await makePlainRepository(
        plainPipeline('revenue', {
          deployments: plainDeployment(
            'revenue--prod',
            'revenue',
            'description: "on {{ $NO_SUCH_VARIABLE }}"',
          ),
        }),
      )
      expect((await cli(repository, 'revenue', '--all')).exitCode).toBe(0)
      expect(await prefect.listDeployments()).toMatchObject([{ description: 'on ' }])

      await prefect.clear()
      await prefect.createWorkPool('plain', 'process')
      const result = await byHand(repository, { pipelines: 'all' })
      expect(result.exitCode).toBe(1)
      expect(result.log).toMatch(
        /^::error title=environment-variable-unset,file=pipelines\/revenue\/prefect.yaml,line=3,col=11::/m,
      )
      expect(await names()).toEqual([])

      const variables = { ...env, NO_SUCH_VARIABLE: 'Mondays' }
      await runByHand(repository, 'master', { inputs: { ...inputs, pipelines: 'all' }, env: variables })
      expect(await prefect.listDeployments()).toMatchObject([{ description: 'on Mondays' }])
    })

    test('a flow that ends its process while it is imported', async () => {
      await using repository = await makePlainRepository(
        plainPipeline('revenue', {
          deployments: plainDeployment('revenue--prod', 'revenue'),
          code: ['import os', 'os._exit(0)'],
        }),
      )
      expect((await cli(repository, 'revenue', '--all')).exitCode).toBe(0)
      expect(await names()).toEqual([])

      const result = await byHand(repository, { pipelines: 'all' })
      expect(result.exitCode).toBe(1)
      expect(result.log).toContain('::error title=registration-unconfirmed')
      expect(result.outputs['deployments']).toContain('"result":"failed"')
    })

    test('all deployments of the environment are registered, and none of another', async () => {
      const kinds = ['daily', 'monthly', 'yearly']
      const environments = ['--staging', '--prod', '-prod', '_staging', '_prod']
      const all = kinds.flatMap((kind) => environments.map((environment) => `${kind}${environment}`))
      await using repository = await makePlainRepository(
        plainPipeline('revenue', { deployments: all.flatMap((name) => plainDeployment(name, 'revenue')) }),
      )
      expect((await byHand(repository, { pipelines: 'all' })).exitCode).toBe(0)
      const wanted = all.filter((name) => name.endsWith('prod'))
      expect(await names()).toEqual(wanted.sort((a, b) => a.localeCompare(b)))
    })

    test('a schedule that somebody paused stays paused where nothing changed', async () => {
      const scheduled = (pipeline: string) =>
        plainPipeline(pipeline, {
          deployments: plainDeployment(
            `${pipeline}--prod`,
            pipeline,
            ...['schedules:', '  - slug: daily', '    cron: "0 6 * * *"'],
          ),
        })
      await using repository = await makePlainRepository({ ...scheduled('revenue'), ...scheduled('visits') })
      await byHand(repository, { pipelines: 'all' })
      const [, visits] = await prefect.listDeployments()
      const [schedule] = visits?.schedules ?? []
      await prefect.api(
        `/deployments/${visits?.id ?? ''}/schedules/${schedule?.id ?? ''}`,
        { active: false },
        'PATCH',
      )
      const paused = (await prefect.listDeployments())[1]

      await repository.edit('pipelines/revenue/flow.py', 'today', 'yesterday')
      await repository.commit('Change one of the two', {})
      const result = await pushAndRun(repository, 'master', { inputs, env })
      expect(result).toMatchObject({ exitCode: 0, outputs: { pipelines: '["revenue"]' } })
      const [, after] = await prefect.listDeployments()
      expect(after).toEqual(paused)
      expect(after?.schedules).toMatchObject([{ active: false }])
    })

    test('what a flow prints gives the runner no commands', async () => {
      await using repository = await makePlainRepository(
        plainPipeline('revenue', {
          deployments: plainDeployment('revenue--prod', 'revenue'),
          code: ['print("::error::forged")', 'print("::set-output name=environment::forged", flush=True)'],
        }),
      )
      const { exitCode, log, outputs } = await byHand(repository, { pipelines: 'all' })
      expect({ exitCode, environment: outputs['environment'] }).toEqual({ exitCode: 0, environment: 'prod' })
      expect(log).toMatch(/^.*forged/m)
      expect(log).not.toMatch(/^\s*::(?:error|set-output).*forged/m)
    })

    test('where Prefect stops in the middle of a file, the outputs say which deployments it registered', async () => {
      await using repository = await makePlainRepository(
        plainPipeline('revenue', {
          deployments: [
            ...plainDeployment('daily--prod', 'revenue'),
            ...plainDeployment('monthly--prod', 'revenue').map((line) =>
              line.replace(':revenue', ':not_a_flow'),
            ),
          ],
          code: ['not_a_flow = 1'],
        }),
      )
      const result = await byHand(repository, { pipelines: 'all' })
      expect(result.exitCode).toBe(1)
      expect(result.log).toContain('::error title=registration-failed,file=pipelines/revenue/prefect.yaml')
      const told = JSON.parse(result.outputs['deployments'] ?? '') as { name: string; result: string }[]
      const registered = told.filter((each) => each.result === 'registered').map(({ name }) => name)
      expect(await names()).toEqual(registered)
      expect(told.at(-1)).toMatchObject({ name: 'monthly--prod', result: 'failed' })
    })

    test('where the image was built here and there is no pull section, Prefect makes none up', async () => {
      await using repository = await makePlainRepository({
        'pipelines/revenue/prefect.yaml': lines(
          'deployments:',
          ...plainDeployment('built--prod', 'revenue', '  job_variables: { image: "registry.example/a:1" }'),
          ...plainDeployment('other--prod', 'revenue'),
        ),
        'pipelines/revenue/flow.py': lines(
          'from prefect import flow',
          '',
          '@flow',
          'def revenue():',
          '    pass',
        ),
      })
      const registrar = startRegistrar({
        python: join(prefect.bin, 'python'),
        program: join(import.meta.dirname, '../../src/prefect/register.py'),
        cwd: repository.path,
        env: {
          ...env,
          PREFECT_API_URL: prefect.apiUrl,
          PREFECT_API_AUTH_STRING: prefect.authString ?? '',
        },
        signal: new AbortController().signal,
        onOutput: () => undefined,
      })
      const file = join(repository.path, 'pipelines/revenue/prefect.yaml')
      expect(await registrar.register(file, ['built--prod'])).toMatchObject({ exitCode: 0 })
      await registrar.close()
      const [built, other] = await prefect.listDeployments()
      expect(built?.pull_steps ?? []).toEqual([])
      expect(other?.pull_steps).toEqual([
        { 'prefect.deployments.steps.set_working_directory': { directory: repository.path } },
      ])
    })

    const pulls = [
      ['no pull section', []],
      ['an empty pull section', ['pull: []']],
      ['a null pull section', ['pull:']],
      [
        'pull steps',
        ['pull:', '  - prefect.deployments.steps.set_working_directory:', '      directory: /app'],
      ],
    ] as const
    test.each(pulls)('with %s, the action registers what `prefect deploy --all` does', async (_, pull) => {
      const more = [
        ...[
          'version: "010"',
          'tags: [yes, "no", 1_000, "2026-01-31"]',
          'description: |',
          '  Two',
          '  lines: # here',
        ],
        ...['concurrency_limit: 3', 'parameters: { day: "12:30" }', 'schedules:', '  - slug: daily'],
        ...['    cron: "0 6 * * *"', '    timezone: America/Sao_Paulo', '    active: false'],
        ...['    parameters: &given', '      day: "1e3"', 'enforce_parameter_schema: true'],
      ]
      await using repository = await makePlainRepository({
        'pipelines/revenue/prefect.yaml': lines(
          ...pull,
          'deployments:',
          ...plainDeployment('daily--prod', 'revenue', ...more),
          ...plainDeployment('monthly--prod', 'revenue', 'parameters:', '  <<: *given'),
        ),
        'pipelines/revenue/flow.py': lines(
          ...['from prefect import flow', '', '@flow', 'def revenue(day: str = ""):', '    """Adds up."""'],
        ),
      })
      const clone = await repository.shallowClone('master')
      const { exitCode, all } = await cli({ ...repository, path: clone }, 'revenue', '--all')
      expect({ exitCode, all }).toMatchObject({ exitCode: 0 })
      const wanted = await prefect.listDeployments()
      await prefect.clear()
      await prefect.createWorkPool('plain', 'process')

      const result = await runAction({
        workspace: clone,
        event: { name: 'schedule', ref: 'refs/heads/master', payload: {} },
        inputs: { ...inputs, pipelines: 'all' },
        env,
      })
      expect(result).toMatchObject({ exitCode: 0 })
      expect(comparable(await prefect.listDeployments())).toEqual(comparable(wanted))
    })
  },
)

/** Without what is new with each registration. */
function comparable(deployments: readonly Deployment[]): unknown {
  const fresh = /^(?:id|created|updated|.*_id)$/
  const text = JSON.stringify(deployments, (key, value: unknown) => (fresh.test(key) ? undefined : value))
  return JSON.parse(text.replace(/"deployment:[0-9a-f-]{36}"/g, '"deployment:ID"'))
}
