import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from '@jest/globals'
import { root } from '../builders/action.ts'
import { conventionalFile } from '../builders/conventional-pipeline.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { lines } from '../builders/text.ts'
import { checkFiles, runCheck } from './setup/check.ts'

const example = join(root, 'examples/monorepo')
const name = 'rj_smfp__revenue_daily'

/** A file without problems: its deployment for staging runs the image that it builds, too. */
const fileWith = (...replacements: readonly (readonly [string, string])[]) =>
  conventionalFile(
    ['        command:', '        image: "{{ build-image.image }}"\n        command:'],
    ...replacements,
  )

/** A repository with one pipeline that keeps all conventions, unless its files say otherwise. */
const repository = (source = fileWith(), more: Readonly<Record<string, string>> = {}) => ({
  [`pipelines/${name}/prefect.yaml`]: source,
  [`pipelines/${name}/Dockerfile`]: 'FROM scratch\n',
  [`pipelines/${name}/flow.py`]: 'def revenue(): ...\n',
  [`pipelines/${name}/pyproject.toml`]: `[project]\nname = "${name}"\n`,
  ...more,
})
const broken = repository(
  fileWith(['flow.py:revenue', 'flow.py:revenues'], ['name: k3s-pool', 'name: my-laptop']),
)
const env = { COMMIT: 'abc' }

const brokenOutput = lines(
  `pipelines/${name}/prefect.yaml:9:17  error  entrypoint-missing`,
  `  The entrypoint's file "pipelines/${name}/flow.py" has no function "revenues".`,
  '',
  '     8 |   - name: rj-smfp--revenue-daily--staging',
  `  >  9 |     entrypoint: pipelines/${name}/flow.py:revenues`,
  '       |                 ^',
  '    10 |     work_pool:',
  '',
  '  Correct the entrypoint of "rj-smfp--revenue-daily--staging": the path is taken from the folder that Prefect runs in, not from the pipeline\'s folder.',
  '  docs/problems.md#entrypoint-missing',
  '',
  `pipelines/${name}/prefect.yaml:19:13  warning  convention-work-pool`,
  '  The deployment "rj-smfp--revenue-monthly--prod" uses the work pool "my-laptop".',
  '',
  '    18 |     work_pool:',
  '  > 19 |       name: my-laptop',
  '       |             ^',
  '    20 |       job_variables:',
  '',
  '  Use default-pool or k3s-pool, or add the pool to "work-pools" in .github/prefect-conventions.yaml.',
  '  docs/problems.md#convention-work-pool',
  '',
  '1 error, 1 warning in 1 pipeline.',
)

describe('check', () => {
  test.concurrent('the example monorepo has no problem', async () => {
    const result = await runCheck(example, ['check'])
    expect(result).toEqual({
      exitCode: 0,
      stdout: 'No problems in 4 pipelines.\n',
      stderr: '',
      started: [],
    })
  })

  test.concurrent(
    'a broken pipeline: its lines, without colours where the output is no terminal',
    async () => {
      const result = await checkFiles(broken, ['check'], env)
      expect(result).toEqual({ exitCode: 1, stdout: brokenOutput, stderr: '', started: [] })
    },
  )

  test.concurrent.each([
    ['forced', ['check'], { FORCE_COLOR: '1' }, true],
    ['forced, and not wanted', ['check', '--no-color'], { FORCE_COLOR: '1' }, false],
    ['not wanted', ['check'], { NO_COLOR: '1' }, false],
  ])('colours %s', async (_, args, variables, colored) => {
    const { stdout } = await checkFiles(broken, args, { ...env, ...variables })
    expect(stdout.includes('\u001b[31merror\u001b[39m')).toBe(colored)
    expect(stdout === brokenOutput).toBe(!colored)
  })

  test.concurrent('warnings alone are no failure, unless a convention is to be kept', async () => {
    const unset = await checkFiles(repository())
    expect(unset.stdout).toContain('warning  environment-variable-unset\n')
    expect(unset.stdout).toContain('Make sure that COMMIT is set under "env:" of the workflow\'s step.')
    expect(unset.exitCode).toBe(0)
    const files = repository(fileWith(['name: k3s-pool', 'name: my-laptop']))
    expect((await checkFiles(files, ['check'], env)).exitCode).toBe(0)
    expect((await checkFiles(files, ['check', '--conventions=error'], env)).exitCode).toBe(1)
    expect(await checkFiles(files, ['check', '--conventions=off'], env)).toMatchObject({
      exitCode: 0,
      stdout: 'No problems in 1 pipeline.\n',
    })
  })

  test.concurrent('the files of a commit: only their pipelines', async () => {
    const files = repository(undefined, { 'pipelines/other/prefect.yaml': 'x: [', 'src/a.py': '' })
    const check = (...paths: string[]) => checkFiles(files, ['check', ...paths], env)
    expect(await check(`pipelines/${name}/flow.py`, 'src/a.py')).toMatchObject({
      exitCode: 0,
      stdout: 'No problems in 1 pipeline.\n',
    })
    expect(await check('src/a.py')).toMatchObject({ exitCode: 0, stdout: 'No pipeline to check.\n' })
    expect(await check('pipelines/other/prefect.yaml')).toMatchObject({ exitCode: 1 })
    expect(await check('other')).toMatchObject({ exitCode: 1 })
    expect(await check('src/gone.py')).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test.concurrent(
    'another working directory: paths are still those of the folder that it runs in',
    async () => {
      const files = Object.entries(broken).map(([path, text]) => [`mono/${path}`, text] as const)
      const args = ['check', '--json', '--working-directory', 'mono']
      const { stdout, exitCode } = await checkFiles(Object.fromEntries(files), args, env)
      expect(exitCode).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject([
        { code: 'entrypoint-missing', location: { path: `mono/pipelines/${name}/prefect.yaml`, line: 9 } },
        { code: 'convention-work-pool', severity: 'warning' },
      ])
    },
  )

  test.concurrent('SARIF for code scanning', async () => {
    const { stdout, exitCode } = await checkFiles(broken, ['check', '--sarif'], env)
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { rules: [{ id: 'convention-work-pool' }, { id: 'entrypoint-missing' }] } },
          results: [
            { ruleId: 'entrypoint-missing', ruleIndex: 1 },
            { ruleIndex: 0, level: 'warning' },
          ],
        },
      ],
    })
  })

  test.concurrent.each([['check'], ['check', '--json'], ['check', '--sarif']])(
    'hostile names and texts give a terminal no command: %j',
    async (...args) => {
      const escape = '\u001b[2J\u001b]0;title\u0007\u009b1m##[error]x'
      const files = {
        [`pipelines/a ${escape}/prefect.yaml`]: '',
        [`pipelines/b/prefect.yaml`]: `\u009b31m: [ ${escape} ]\n::error::x: {\n`,
        [`pipelines/c/prefect.yaml`]:
          'deployments: [{name: "\\e[2J--prod\\x9b", entrypoint: "\\e[2J.py:x"}]\n',
      }
      const { stdout, stderr, exitCode } = await checkFiles(files, args)
      expect(exitCode).toBe(1)
      expect(stderr).toBe('')
      expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u)
      if (!args.includes('--json') && !args.includes('--sarif')) expect(stdout).not.toMatch(/^\s*::|##\[/m)
    },
  )

  test.concurrent.each([
    [[], 'There is no command. The only one is "check".\nTry --help.\n'],
    [['check', '--unknown'], /^Unknown option '--unknown'.*\nTry --help.\n$/],
    [
      ['check', '\u001b[2Jx'],
      '"x" is neither a pipeline nor a path of something that is there.\nTry --help.\n',
    ],
    [['check', '--pipelines-dir', 'pipes'], /^There is no folder "pipes" in .*: check --working-directory/],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await checkFiles(repository(), args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    if (typeof message === 'string') expect(stderr).toBe(message)
    else expect(stderr).toMatch(message)
  })

  test.concurrent('says how it is used, and which version it is', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    expect(await runCheck(example, ['--help'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Usage: deploy-prefect-pipelines check /),
    })
    expect(await runCheck(example, ['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n` })
  })
})

describe('the package', () => {
  test('installed offline, it checks by npx', async () => {
    await using folder = await makeTemporaryFolder()
    const npmEnv = { npm_config_cache: join(folder.path, 'cache'), npm_config_update_notifier: 'false' }
    const npm = (cwd: string, ...args: string[]) => execa('npm', args, { cwd, env: npmEnv })
    const packed = await npm(root, 'pack', '--json', '--pack-destination', folder.path)
    const [{ filename, files }] = JSON.parse(packed.stdout) as [
      { filename: string; files: { path: string }[] },
    ]
    const paths = files.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining([
        '.pre-commit-hooks.yaml',
        'README.md',
        'action.yml',
        'dist/check.mjs',
        'docs/problems.md',
      ]),
    )
    expect(paths.filter((path) => /^(?:src|__tests__|testbed|node_modules)\//.test(path))).toEqual([])
    await folder.write('app/package.json', '{ "private": true }')
    const app = join(folder.path, 'app')
    await npm(app, 'install', '--offline', '--no-audit', join(folder.path, filename))
    const options = { cwd: app, env: npmEnv }
    const args = [
      '--offline',
      '--no-install',
      'deploy-prefect-pipelines',
      'check',
      '--working-directory',
      example,
    ]
    expect((await execa('npx', args, options)).stdout).toBe('No problems in 4 pipelines.')
  })

  test('the action itself brings none of the texts that only the check has', async () => {
    const seen = new Map<string, string>()
    const read = async (file: string): Promise<void> => {
      if (seen.has(file)) return
      const text = await readFile(join(root, 'dist', file), 'utf8')
      seen.set(file, text)
      const imports = [...text.matchAll(/(?:from|import) "\.\/([\w.-]+)"|import\("\.\/([\w.-]+)"\)/g)]
      await Promise.all(imports.map(([, static_, dynamic]) => read(static_ ?? dynamic ?? '')))
    }
    await read('main.mjs')
    expect(seen.size).toBeGreaterThan(5)
    const texts = ['Somebody, or a newer run of the same concurrency group', 'sarif-2.1.0']
    const holders = [...seen].filter(([, text]) => texts.some((each) => text.includes(each)))
    expect(holders.map(([file]) => file)).toEqual([])
  })
})
