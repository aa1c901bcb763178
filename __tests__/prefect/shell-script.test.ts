import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runShellSteps, type ShellOptions } from '../../src/prefect/shell-script.ts'
import { runCommand } from '../../src/process/run-command.ts'
import { stepKey } from '../../src/workspace/build-step.ts'
import type { Deployment } from '../../src/workspace/pipeline.ts'
import { aPipeline, deploymentLines } from '../builders/pipeline.ts'
import { testEnvironment } from '../builders/programs.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { lines } from '../builders/text.ts'
import { problemOf, problemsOf } from '../builders/thrown.ts'

/** The deployments of a file whose build has a script for each of these arguments, at lines that are known. */
function deploymentsWith(...scripts: readonly Readonly<Record<string, unknown>>[]): readonly Deployment[] {
  const steps = scripts.flatMap((args) => [
    '  - prefect.deployments.steps.run_shell_script:',
    `      ${JSON.stringify(args)}`,
  ])
  return aPipeline(lines('build:', ...steps, 'deployments:', ...deploymentLines('a--prod'))).deployments
}

const optionsIn = (cwd: string, overrides: Partial<ShellOptions> = {}): ShellOptions => ({
  cwd,
  env: testEnvironment(),
  signal: new AbortController().signal,
  dryRun: false,
  onOutput: () => undefined,
  ...overrides,
})

/** What one script gives, run in an empty folder with these arguments. */
async function run(
  args: Readonly<Record<string, unknown>>,
  overrides: Partial<ShellOptions> = {},
): Promise<unknown> {
  await using folder = await makeTemporaryFolder()
  const outputs = await runShellSteps(deploymentsWith(args), optionsIn(folder.path, overrides))
  return [...outputs.values()][0]
}

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com']
  const { exitCode, stdout } = await runCommand({
    file: 'git',
    args: [...identity, ...args],
    cwd,
    env: testEnvironment({ GIT_CONFIG_GLOBAL: '/dev/null' }),
  })
  expect(exitCode).toBe(0)
  return stdout.trim()
}

describe(runShellSteps.name, () => {
  test.each([
    ['a text', 'echo hello', 'hello'],
    ['blanks around the output', "printf '\\n  a b  \\n\\n'", 'a b'],
    ['several lines', 'printf a\n\n  printf b\n', 'ab'],
    ['Windows line ends', 'echo a\r\necho b\r\n', 'a\nb'],
    ['quotation marks', `printf "%s|" 'a b' "c \\"d\\"" e\\ f`, 'a b|c "d"|e f|'],
    ['a substitution', 'echo $(echo no) `echo no`', '$(echo no) `echo no`'],
    ['a variable that nobody expands', 'echo $HOME ${HOME}', '$HOME ${HOME}'],
    ['operators of a shell', 'echo a && echo b | cat > c; echo *', 'a && echo b | cat > c; echo *'],
    ['what is no comment', 'echo a # b', 'a # b'],
    ['a shell of its own', `sh -c 'echo $((1 + 1))'`, '2'],
    ['letters of any kind', 'echo São 🚀', 'São 🚀'],
    ['nothing', '', ''],
  ])('%s', async (_, script, stdout) => {
    expect(await run({ script })).toEqual({ stdout, stderr: '' })
  })

  test('both outputs are kept apart', async () => {
    const script = `sh -c 'echo out; echo err >&2'\nsh -c 'echo more; echo again >&2'`
    expect(await run({ script })).toEqual({ stdout: 'out\nmore', stderr: 'err\nagain' })
  })

  test('env adds to the environment and goes before it', async () => {
    const env = { ...testEnvironment(), A: 'outer', B: 'outer' }
    const script = `sh -c 'echo $A $B $C'`
    expect(await run({ script, env: { B: 'own', C: '1' } }, { env })).toMatchObject({ stdout: 'outer own 1' })
  })

  test('nothing of the environment of the action itself is there', async () => {
    process.env['SHELL_SCRIPT_TEST'] = 'leaked'
    expect(await run({ script: `sh -c 'echo "[$SHELL_SCRIPT_TEST]"'` })).toMatchObject({ stdout: '[]' })
    delete process.env['SHELL_SCRIPT_TEST']
  })

  test('placeholders are filled in from the environment and from the scripts before', async () => {
    await using folder = await makeTemporaryFolder()
    const deployments = deploymentsWith(
      { id: 'first', script: "echo 'a b'" },
      {
        script: 'printf %s| {{ first.stdout }} "{{ first.stdout }}" {{ $NAME }} {{ $UNSET }} {{ toString }}',
      },
    )
    const options = optionsIn(folder.path, { env: testEnvironment({ NAME: 'x' }) })
    const outputs = [...(await runShellSteps(deployments, options)).values()]
    expect(outputs[1]).toEqual({ stdout: 'a|b|a b|x|{{|$UNSET|}}|{{|toString|}}|', stderr: '' })
  })

  test('a script between two images is run, and one after the last is not', async () => {
    await using folder = await makeTemporaryFolder()
    const { deployments } = aPipeline(
      lines(
        'build:',
        '  - prefect_docker.deployments.steps.build_docker_image: { id: image, image_name: x }',
        '  - prefect.deployments.steps.run_shell_script: { script: "echo between" }',
        '  - prefect_docker.deployments.steps.build_docker_image: { image_name: y }',
        '  - prefect.deployments.steps.run_shell_script: { script: "touch after" }',
        'deployments:',
        ...deploymentLines('a--prod'),
      ),
    )
    const outputs = await runShellSteps(deployments, optionsIn(folder.path))
    expect([...outputs.values()]).toEqual([{ stdout: 'between', stderr: '' }])
    expect(await readdir(folder.path)).toEqual([])
  })

  test('what a script prints must not be a placeholder, which Prefect would fill in', async () => {
    await using folder = await makeTemporaryFolder()
    const source = lines(
      'build:',
      '  - prefect.deployments.steps.run_shell_script: { script: "printf {%s} \'{ $PREFECT_API_KEY }\'" }',
      'deployments:',
      ...deploymentLines('a--prod'),
    )
    const { deployments } = aPipeline(source)
    const problems = await problemsOf(() => runShellSteps(deployments, optionsIn(folder.path)))
    expect(problems).toMatchObject([{ code: 'shell-output-template', location: { line: 2 } }])
  })

  describe('directory', () => {
    test('is taken from the working directory', async () => {
      await using folder = await makeTemporaryFolder()
      await folder.write('sub/file.txt', '')
      const outputs = await runShellSteps(
        deploymentsWith({ script: 'ls', directory: 'sub' }),
        optionsIn(folder.path),
      )
      expect([...outputs.values()]).toEqual([{ stdout: 'file.txt', stderr: '' }])
    })

    test.each(['nowhere', 'file.txt'])('%s is no folder', async (directory) => {
      await using folder = await makeTemporaryFolder()
      await folder.write('file.txt', '')
      const options = optionsIn(folder.path)
      const problem = await problemOf(() =>
        runShellSteps(deploymentsWith({ script: 'ls', directory }), options),
      )
      expect(problem).toMatchObject({ code: 'command-unusable', location: { line: 2 } })
      expect(problem.message).toContain(`can't be run in ${join(folder.path, directory)}`)
    })
  })

  describe('expand_env_vars', () => {
    test.each([
      ['$NAME ${NAME} x$NAME.y', 'a b a b xa b.y'],
      ['"$NAME"', 'a b'],
      ["'$NAME'", 'a b'],
      ['$OWN $UNSET ${UNSET} $toString', 'own $UNSET ${UNSET} $toString'],
      ['$$NAME $1 $ ${} $name', '$NAME $1 $ ${} lower'],
    ])('%s', async (text, stdout) => {
      const env = testEnvironment({ NAME: 'a b', name: 'lower', OWN: 'outer' })
      const args = { script: `echo ${text}`, env: { OWN: 'own' }, expand_env_vars: true }
      expect(await run(args, { env })).toEqual({ stdout, stderr: '' })
    })

    test('counts only when it is true', async () => {
      expect(await run({ script: 'echo $HOME', expand_env_vars: 'true' })).toMatchObject({ stdout: '$HOME' })
    })
  })

  test('shell: true gives each line to a shell', async () => {
    const script = 'echo a | tr a-z A-Z && echo "$X"\n\n  for i in 1 2; do printf $i; done\n'
    expect(await run({ script, shell: true, env: { X: 'b' } })).toEqual({ stdout: 'A\nb\n12', stderr: '' })
  })

  test.each([
    [undefined, ['out', 'err']],
    [true, ['out', 'err']],
    [false, []],
  ])('stream_output: %s shows %j', async (streamed, expected) => {
    const shown: string[] = []
    const script = `sh -c 'echo out; echo err >&2'`
    const args = { script, ...(streamed !== undefined && { stream_output: streamed }) }
    await run(args, { onOutput: (line) => shown.push(line) })
    expect(shown).toEqual(expected)
  })

  test('scripts that are the same run once, and their outputs are known at each place', async () => {
    await using folder = await makeTemporaryFolder()
    const count = { script: `sh -c 'echo x >> count; cat count'` }
    const [first] = deploymentsWith(
      { ...count, id: 'a' },
      { ...count, id: 'b' },
      { ...count, env: { A: '1' } },
    )
    if (first === undefined) throw new Error('there is a deployment')
    const outputs = await runShellSteps([first, first], optionsIn(folder.path))
    const [a, b, other] = first.build.map((step) => outputs.get(stepKey(step))?.['stdout'])
    expect([a, b, other]).toEqual(['x', 'x', 'x\nx'])
    expect(outputs.size).toBe(3)
  })
})

describe('a script that fails', () => {
  test('ends the run at its line, and no later command runs', async () => {
    await using folder = await makeTemporaryFolder()
    const script = `touch before\nsh -c 'echo why >&2; exit 3'\ntouch after`
    const deployments = deploymentsWith({ script: 'echo fine' }, { script })
    const problem = await problemOf(() => runShellSteps(deployments, optionsIn(folder.path)))
    expect(problem).toMatchObject({
      code: 'shell-script-failed',
      severity: 'error',
      location: { path: 'pipelines/revenue/prefect.yaml', line: 4, column: 5 },
    })
    expect(problem.message).toContain('failed with exit code 3. why')
    expect(await readdir(folder.path)).toEqual(['before'])
  })

  test.each(['echo "open', "echo 'open", 'echo open\\', 'touch a\necho "two\nlines"'])(
    '%j is left open, so nothing of it runs',
    async (script) => {
      await using folder = await makeTemporaryFolder()
      const problem = await problemOf(() =>
        runShellSteps(deploymentsWith({ script }), optionsIn(folder.path)),
      )
      expect(problem).toMatchObject({ code: 'shell-script-invalid', location: { line: 2, column: 5 } })
      expect(await readdir(folder.path)).toEqual([])
    },
  )

  test.each(['no-such-program --version', './no-such-file', 'cd /'])(
    '%s is no program: the error stands at the step',
    async (script) => {
      const problem = await problemOf(() => run({ script }, { env: { PATH: '/nowhere' } }))
      expect(problem).toMatchObject({ code: 'command-missing', severity: 'error', location: { line: 2 } })
      expect(problem.message).toContain(`"${script.split(' ')[0] ?? ''}"`)
      expect(problem.hint).toContain('without a shell')
    },
  )

  test('a program that may not be run is told at the step', async () => {
    await using folder = await makeTemporaryFolder()
    await folder.write('script.sh', 'echo x')
    const deployments = deploymentsWith({ script: './script.sh' })
    const problem = await problemOf(() => runShellSteps(deployments, optionsIn(folder.path)))
    expect(problem).toMatchObject({ code: 'command-unusable', location: { line: 2, column: 5 } })
    expect(problem.message).toContain('EACCES')
  })

  test('aborting stops it and what it started', async () => {
    const stop = new AbortController()
    const started = Date.now()
    const script = `sh -c 'sleep 30 & wait'\ntouch after`
    const running = run({ script }, { signal: stop.signal })
    setTimeout(() => {
      stop.abort(new Error('cancelled'))
    }, 100)
    await expect(running).rejects.toThrow('cancelled')
    expect(Date.now() - started).toBeLessThan(2000)
  })
})

describe('a dry run', () => {
  const spies = ['git rev-parse HEAD && touch spy', 'touch spy', 'git rev-parse HEAD\ntouch spy', 'git log']

  test.each([
    ...spies.map((script) => ({ script })),
    ...['git  rev-parse HEAD', 'git rev-parse main', 'git -C . rev-parse HEAD', 'git rev-parse HEAD~1'].map(
      (script) => ({ script }),
    ),
    { script: 'git rev-parse HEAD; touch spy', shell: true },
    { script: 'git rev-parse HEAD', env: { PATH: '.' } },
    { script: 'git rev-parse HEAD', directory: '.' },
  ])('does not run %j', async (args) => {
    await using folder = await makeTemporaryFolder()
    await folder.write('git', '#!/bin/sh\ntouch spy\n', 0o755)
    const outputs = await runShellSteps(deploymentsWith(args), optionsIn(folder.path, { dryRun: true }))
    expect([...outputs]).toEqual([])
    expect(await readdir(folder.path)).toEqual(['git'])
  })

  test.each([
    ['git rev-parse HEAD', 40],
    ['git rev-parse --short HEAD', 7],
    ['git rev-parse --short=10 HEAD\n', 10],
    ['git rev-parse --verify HEAD', 40],
  ])('answers %j', async (script, length) => {
    await using folder = await makeTemporaryFolder()
    await git(folder.path, 'init', '--quiet')
    await git(folder.path, 'commit', '--quiet', '--allow-empty', '--message', 'First')
    const head = await git(folder.path, 'rev-parse', 'HEAD')
    const outputs = await runShellSteps(deploymentsWith({ script }), optionsIn(folder.path, { dryRun: true }))
    expect([...outputs.values()]).toEqual([{ stdout: head.slice(0, length), stderr: '' }])
  })

  test('a question to git that has no answer ends it', async () => {
    await using folder = await makeTemporaryFolder()
    const deployments = deploymentsWith({ script: 'git rev-parse HEAD' })
    const problem = await problemOf(() =>
      runShellSteps(deployments, optionsIn(folder.path, { dryRun: true })),
    )
    expect(problem).toMatchObject({ code: 'shell-script-failed', location: { line: 2 } })
    expect(problem.message).toContain('not a git repository')
  })
})
