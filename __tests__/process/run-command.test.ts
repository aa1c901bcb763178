import { describe, expect, jest, test } from '@jest/globals'
import { runCommand, startCommand, type Command } from '../../src/process/run-command.ts'
import { testEnvironment } from '../builders/programs.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { problemOf } from '../builders/thrown.ts'

// Processes take their time on a busy machine.
jest.setTimeout(30_000)

function aCommand(file: string, args: readonly string[], more: Partial<Command> = {}): Command {
  return { file, args, cwd: '/', env: testEnvironment(), ...more }
}

function shell(script: string, more: Partial<Command> = {}): Command {
  return aCommand('sh', ['-c', script], more)
}

/** A node program that prints `expression` as JSON. */
function printing(expression: string, args: readonly string[] = []): [string, string[]] {
  return [process.execPath, ['-p', `JSON.stringify(${expression})`, '--', ...args]]
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Waits until a process is gone; the test's own time limit ends it otherwise. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Starts a shell script and waits until it has printed the id of the process it asks about. */
async function startAndReadPid(script: string, signal?: AbortSignal) {
  const first = Promise.withResolvers<number>()
  const onLine = (line: string) => {
    first.resolve(Number(line))
  }
  const running = startCommand(shell(script, { onLine, ...(signal && { signal }) }))
  return { running, pid: await first.promise }
}

describe(runCommand.name, () => {
  test('keeps the two streams apart, byte for byte', async () => {
    const result = await runCommand(shell(`printf ' olá\\n\\n'; printf 'to stderr' >&2`))
    expect(result).toEqual({ exitCode: 0, stdout: ' olá\n\n', stderr: 'to stderr' })
  })

  test.each([
    ['exit 0', 0],
    ['exit 3', 3],
    ['exit 255', 255],
    ['kill -TERM $$', 128 + 15],
    ['kill -KILL $$', 128 + 9],
  ])('%s: exit code %d', async (script, exitCode) => {
    expect(await runCommand(shell(script))).toMatchObject({ exitCode })
    expect(await runCommand(shell(script, { onLine: () => undefined }))).toMatchObject({ exitCode })
  })

  test('arguments arrive as they are: no shell sees them', async () => {
    const args = [
      '',
      ' a  b ',
      '$(touch x)',
      '`id`',
      '"',
      "'",
      '\\',
      'two\nlines',
      '*',
      '-rf',
      '&& false',
      'ção',
    ]
    const { stdout } = await runCommand(aCommand(...printing('process.argv.slice(1)', args)))
    expect(JSON.parse(stdout)).toEqual(args)
  })

  test('nothing of the own environment is inherited', async () => {
    const env = { ONLY: '$HOME "x"' }
    const { stdout } = await runCommand(aCommand(...printing('process.env'), { env }))
    expect(JSON.parse(stdout)).toEqual(env)
  })

  test('runs in its folder', async () => {
    await using folder = await makeTemporaryFolder()
    const { stdout } = await runCommand(shell('pwd -P', { cwd: folder.path }))
    expect(stdout).toBe(`${folder.path}\n`)
  })

  test('a secret goes by standard input, to the byte, and the input ends', async () => {
    const input = 'pass "word"\nwithout newline at the end'
    expect(await runCommand(aCommand('cat', [], { input }))).toMatchObject({ exitCode: 0, stdout: input })
  })

  test('without input there is nothing to wait for', async () => {
    expect(await runCommand(aCommand('cat', []))).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  })

  test("a program that doesn't read its input is no error", async () => {
    const input = 'x'.repeat(1_000_000)
    expect(await runCommand(shell('exit 4', { input }))).toMatchObject({ exitCode: 4 })
  })

  test('an abort before the start starts nothing', async () => {
    await using folder = await makeTemporaryFolder()
    const signal = AbortSignal.abort(new Error('cancelled'))
    await expect(runCommand(shell('touch began', { cwd: folder.path, signal }))).rejects.toThrow('cancelled')
    await expect(folder.read('began')).rejects.toThrow('ENOENT')
  })
})

describe(`${runCommand.name}: a program that can't be run`, () => {
  test.each([
    ['docker', 'ubuntu-latest'],
    ['git', 'ubuntu-latest'],
    ['uv', 'astral-sh/setup-uv'],
    ['no-such-program', 'Install "no-such-program"'],
  ])('%s is missing', async (file, hint) => {
    const problem = await problemOf(() => runCommand(aCommand(file, [], { env: { PATH: '/nowhere' } })))
    expect(problem).toMatchObject({ code: 'command-missing', severity: 'error' })
    expect(problem.message).toContain(`"${file}"`)
    expect(problem.hint).toContain(hint)
  })

  test.each([{}, { onLine: () => undefined }])('a file that is not executable: said so', async (more) => {
    await using folder = await makeTemporaryFolder()
    const file = await folder.write('script', 'true')
    const problem = await problemOf(() => runCommand(aCommand(file, [], more)))
    expect(problem.code).toBe('command-unusable')
    expect(problem.message).toContain('EACCES')
  })

  test("a folder that isn't there: the program is not called missing", async () => {
    await using folder = await makeTemporaryFolder()
    const cwd = `${folder.path}/none`
    const problem = await problemOf(() => runCommand(shell('true', { cwd })))
    expect(problem.code).toBe('command-unusable')
    expect(problem.message).toContain(cwd)
  })
})

describe(`${runCommand.name}: line by line`, () => {
  test('hands on the lines of both streams and keeps none', async () => {
    const lines: string[] = []
    const onLine = (line: string, stream: string) => lines.push(`${stream}: ${line}`)
    const script = `printf 'one\\r\\n\\ntwo ç'; printf 'three\\nfour' >&2`
    expect(await runCommand(shell(script, { onLine }))).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    expect(lines.filter((line) => line.startsWith('stdout'))).toEqual([
      'stdout: one',
      'stdout: ',
      'stdout: two ç',
    ])
    expect(lines.filter((line) => line.startsWith('stderr'))).toEqual(['stderr: three', 'stderr: four'])
  })

  test('a line comes while the program runs, not at its end', async () => {
    const { running, pid } = await startAndReadPid('echo $$; read line')
    expect(isAlive(pid)).toBe(true)
    running.close()
    await running.finished
  })

  test('very long lines and very many of them arrive whole', async () => {
    const lengths: number[] = []
    const onLine = (line: string) => lengths.push(line.length)
    const script = `head -c 3000000 /dev/zero | tr '\\0' x; echo; seq 20000`
    await runCommand(shell(script, { onLine }))
    expect(lengths.slice(0, 2)).toEqual([3_000_000, 1])
    expect(lengths).toHaveLength(20_001)
  })

  test('an error of the listener is not lost', async () => {
    const onLine = () => {
      throw new Error('the listener broke')
    }
    await expect(runCommand(shell('echo line', { onLine }))).rejects.toThrow('the listener broke')
  })
})

describe(startCommand.name, () => {
  test('talks to a program that runs', async () => {
    const answers: string[] = []
    const answered = Promise.withResolvers<undefined>()
    const onLine = (line: string) => {
      answers.push(line)
      answered.resolve(undefined)
    }
    const running = startCommand(aCommand('cat', [], { onLine }))
    running.send('{"first": "$(id)"}')
    await answered.promise
    running.send('second')
    running.close()
    expect(await running.finished).toMatchObject({ exitCode: 0 })
    expect(answers).toEqual(['{"first": "$(id)"}', 'second'])
  })

  test("a word to a program that has ended doesn't break the run", async () => {
    const running = startCommand(shell('exit 2'))
    expect(await running.finished).toMatchObject({ exitCode: 2 })
    running.send('too late')
    running.close()
    running.stop()
  })

  test('stop ends the whole process group', async () => {
    const { running, pid } = await startAndReadPid('sleep 60 & echo $!; wait')
    running.stop()
    expect(await running.finished).toMatchObject({ exitCode: 128 + 15 })
    await gone(pid)
  })

  test('an abort ends the whole process group, and its reason is thrown', async () => {
    const cancel = new AbortController()
    const { running, pid } = await startAndReadPid('(sleep 60; true) & echo $!; wait', cancel.signal)
    cancel.abort(new Error('cancelled'))
    await expect(running.finished).rejects.toThrow('cancelled')
    await gone(pid)
  })

  test('children that their parent left behind are stopped too', async () => {
    const { running, pid } = await startAndReadPid('sleep 60 & echo $!; exit 0')
    running.stop()
    await running.finished
    await gone(pid)
  })

  test('a child that ignores the request to end does not outlive its parent', async () => {
    const ignore = `sh -c 'trap "" TERM; exec >&- 2>&-; while :; do sleep 0.1; done' & echo $!; wait`
    const { running, pid } = await startAndReadPid(ignore)
    running.stop()
    expect(await running.finished).toMatchObject({ exitCode: 128 + 15 })
    await gone(pid)
  })

  test('who is told to end may still clean up', async () => {
    const lines: string[] = []
    const started = Promise.withResolvers<undefined>()
    const onLine = (line: string) => {
      lines.push(line)
      started.resolve(undefined)
    }
    const script = `trap 'echo cleaned up; exit 5' TERM; echo started; sleep 60 & wait`
    const running = startCommand(shell(script, { onLine }))
    await started.promise
    running.stop()
    expect(await running.finished).toMatchObject({ exitCode: 5 })
    expect(lines).toEqual(['started', 'cleaned up'])
  })

  test('what ignores the request to end is killed within 5 s', async () => {
    const { running, pid } = await startAndReadPid(`trap '' TERM; echo $$; while :; do sleep 0.1; done`)
    const stoppedAt = Date.now()
    running.stop()
    expect(await running.finished).toMatchObject({ exitCode: 128 + 9 })
    expect(Date.now() - stoppedAt).toBeLessThan(4000)
    await gone(pid)
  })

  test('leaves no listener behind', async () => {
    const before = process.listenerCount('exit')
    await runCommand(shell('true'))
    await problemOf(() => runCommand(aCommand('no-such-program', [])))
    expect(process.listenerCount('exit')).toBe(before)
  })
})
