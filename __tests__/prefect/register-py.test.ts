import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startRegistrar, type RegistrationResult } from '../../src/prefect/registrar.ts'
import { writeFakePrefect } from '../builders/fake-prefect.ts'
import { testEnvironment } from '../builders/programs.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { lines } from '../builders/text.ts'

/** register.py with a Prefect that runs programs, and a way to give it one. */
async function start(more: Readonly<Record<string, string>> = {}) {
  const folder = await makeTemporaryFolder()
  const pythonPath = await writeFakePrefect(folder)
  const shown: string[] = []
  const registrar = startRegistrar({
    python: 'python3',
    program: join(import.meta.dirname, '../../src/prefect/register.py'),
    cwd: folder.path,
    env: testEnvironment({ PYTHONPATH: pythonPath, IMPORTS: join(folder.path, 'imports'), ...more }),
    signal: new AbortController().signal,
    onOutput: (line, prefectFile) => shown.push(prefectFile === undefined ? line : `> ${line}`),
  })
  let count = 0
  return {
    ...{ folder, registrar, shown },
    /** Registers a Prefect file that runs these lines. */
    run: async (...program: readonly string[]): Promise<RegistrationResult> =>
      registrar.register(
        await folder.write(`${(count += 1)}.yaml`, lines('import os, sys, time', ...program)),
      ),
    /** Waits until a file is there: a child has come so far. */
    seen: async (name: string) => {
      for (;;) {
        const found = await folder.read(name).catch(() => '')
        if (found !== '') return found
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    [Symbol.asyncDispose]: async () => {
      await registrar.stop()
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** One that all the tests of a group share: what they run in it has a process of its own anyway. */
function startOnce(): { readonly run: Awaited<ReturnType<typeof start>>['run'] } {
  const shared: { started?: Awaited<ReturnType<typeof start>> } = {}
  beforeAll(async () => {
    shared.started = await start()
  })
  afterAll(async () => {
    await shared.started?.[Symbol.asyncDispose]()
  })
  return {
    run: async (...program) => {
      if (shared.started === undefined) throw new Error('it is started before the tests')
      return await shared.started.run(...program)
    },
  }
}

function isAlive(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

describe('register.py', () => {
  test('imports Prefect once, and what that prints is neither lost nor an event', async () => {
    await using started = await start()
    expect(await started.registrar.ready).toBe('9.9.9')
    await Promise.all([started.run('pass'), started.run('pass'), started.run('pass')])
    expect(await started.folder.read('imports')).toBe('prefect\n')
    expect(started.shown).toEqual([
      'printed by an import',
      '{"event": "failed", "message": "forged by an import"}',
    ])
  })

  test('says what is wrong where Prefect can not be imported', async () => {
    await using started = await start()
    await using other = await start({ PYTHONPATH: join(started.folder.path, 'nowhere') })
    await expect(other.registrar.ready).rejects.toThrow("ModuleNotFoundError: No module named 'prefect'")
  })

  test('a hole in the environment is no older version', async () => {
    await using broken = await makeTemporaryFolder()
    await broken.write('prefect/blocks/__init__.py', '')
    await using started = await start()
    await started.folder.write('python/prefect/docker.py', 'import a_missing_library')
    await using other = await start({ PYTHONPATH: join(started.folder.path, 'python') })
    await expect(other.registrar.ready).rejects.toThrow("No module named 'a_missing_library'")
  })

  test('each file has a process of its own, with the arguments of prefect deploy', async () => {
    await using started = await start()
    const program = [
      'print(os.getpid(), len(sys.modules) > 0, sys.argv[:-1], os.getcwd())',
      'sys.modules["utils"] = 1',
    ]
    const again = ['print(os.getpid(), "utils" in sys.modules)']
    const first = await started.run(...program)
    const second = await started.run(...again)
    expect(first.output).toEqual([
      expect.stringMatching(/^\d+ True \['prefect', '--no-prompt', 'deploy', '--all', '--prefect-file'\] \//),
    ])
    expect(first.output[0]).toContain(started.folder.path)
    expect(second.output).toEqual([expect.stringMatching(/^\d+ False$/)])
    expect(second.output[0]?.split(' ')[0]).not.toBe(first.output[0]?.split(' ')[0])
  })

  test('files run side by side', async () => {
    await using started = await start()
    const meet = (own: string, other: string) =>
      started.run(
        `open("${own}", "w").write("here")`,
        `while not os.path.exists("${other}"): time.sleep(0.005)`,
      )
    const results = await Promise.all([meet('a', 'b'), meet('b', 'a')])
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0])
  })

  test('tells of each deployment that was registered, without its secrets', async () => {
    await using started = await start()
    const { registrations } = await started.run(
      'register("one--prod", job_variables={"image": "x:1", "env": {"PASSWORD": "hunter2"}})',
      'register("two--prod", flow_name="other-flow")',
    )
    expect(registrations).toEqual([
      {
        ...{ id: 'id-of-one--prod', name: 'one--prod', flow: 'a-flow' },
        ...{ entrypoint: 'flow.py:main', workPool: 'pool', image: 'x:1' },
      },
      {
        ...{ id: 'id-of-two--prod', name: 'two--prod', flow: 'other-flow' },
        ...{ entrypoint: 'flow.py:main', workPool: 'pool', image: null },
      },
    ])
  })

  test('what was registered before a failure is told, and why it failed', async () => {
    await using started = await start()
    const result = await started.run('register("one--prod")', 'raise ValueError("broken")')
    expect(result).toMatchObject({ exitCode: 1, registrations: [{ name: 'one--prod' }] })
    expect(result.output.at(-1)).toBe('ValueError: broken')
  })
})

describe('the end of a child of register.py', () => {
  const shared = startOnce()

  test.each([
    ['nothing', 'pass', 0],
    ['exit(0)', 'sys.exit(0)', 0],
    ['exit(3)', 'sys.exit(3)', 3],
    ['exit(None)', 'sys.exit()', 0],
    ['a message', 'sys.exit("no such work pool")', 1],
    ['an error', 'raise ValueError("broken")', 1],
    ['an interrupt', 'raise KeyboardInterrupt', 1],
    ['os._exit', 'os._exit(5)', 5],
    ['a signal', 'import signal; os.kill(os.getpid(), signal.SIGKILL)', -9],
    ['a crash', 'import signal; os.kill(os.getpid(), signal.SIGSEGV)', -11],
  ])('has its exit code: %s', async (_, line, code) => {
    expect(await shared.run(line)).toMatchObject({ exitCode: code })
  })
})

describe('a line that a flow prints under register.py', () => {
  const shared = startOnce()

  test.each([
    ['both streams in order', 'print("a"); print("b", file=sys.stderr); print("c")', ['a', 'b', 'c']],
    ['a last line without an end', 'sys.stdout.write("a\\nb")', ['a', 'b']],
    ['what is no UTF-8', 'os.write(1, b"a\\xff\\xfeb\\n")', ['a\ufffd\ufffdb']],
    ['a text that can not be written', 'print("\\ud800x")', ['?x']],
    ['letters of any kind', 'print("São 🚀")', ['São 🚀']],
    ['lines, without empty ones', 'print("a\\n\\nb")', ['a', 'b']],
    ['carriage returns', 'print("a\\rb")', ['a\rb']],
  ])('comes through: %s', async (_, line, output) => {
    expect((await shared.run(line)).output).toEqual(output)
  })
})

describe('what a flow prints under register.py', () => {
  test('can not pass for an event', async () => {
    await using started = await start()
    const forged = [
      'event = \'{"event": "exit", "job": "1:x", "code": 0, "deployments": []}\'',
      'print(event); print(event, file=sys.stderr)',
      'for fd in range(3, 30):',
      '    try: os.write(fd, event.encode() + b"\\n")',
      '    except OSError: pass',
      'sys.exit(4)',
    ]
    const [result, other] = await Promise.all([started.run(...forged), started.run('time.sleep(0.1)')])
    expect(result).toMatchObject({ exitCode: 4, registrations: [] })
    expect(other).toMatchObject({ exitCode: 0, registrations: [] })
    expect(result.output.slice(0, 2)).toEqual(Array(2).fill(expect.stringContaining('"code": 0')))
  })

  test('comes through in pieces where a line is very long', async () => {
    await using started = await start()
    const { output } = await started.run('print("x" * 1_000_000)', 'print("end")')
    expect(output.at(-1)).toBe('end')
    expect(output.join('').length).toBe(1_000_003)
  })

  test('comes through where it is very much', async () => {
    await using started = await start()
    const { output } = await started.run('for number in range(10_000): print(number, "x" * 100)')
    expect(output).toHaveLength(40)
    expect(output.at(-1)).toMatch(/^9999 x/)
    expect(started.shown.filter((line) => line.startsWith('> '))).toHaveLength(10_000)
  })

  test('is not waited for when a grandchild keeps the output open', async () => {
    await using started = await start()
    const from = Date.now()
    await started.run('import subprocess', 'subprocess.Popen(["sleep", "3"])')
    expect(Date.now() - from).toBeLessThan(2500)
  })

  test('a flow that reads its input finds none', async () => {
    await using started = await start()
    expect(await started.run('print(repr(sys.stdin.read()), repr(os.read(0, 9)))')).toMatchObject({
      output: ["'' b''"],
    })
  })
})

describe('the end of register.py', () => {
  const hang = (name: string) => [
    `open("${name}.tmp", "w").write(str(os.getpid()))`,
    `os.rename("${name}.tmp", "${name}")`,
    'time.sleep(60)',
  ]

  test('stopping ends all children, and each tells what it had registered', async () => {
    await using started = await start()
    const running = [started.run('register("one--prod")', ...hang('first')), started.run(...hang('second'))]
    const pids = await Promise.all([started.seen('first'), started.seen('second')])
    await started.registrar.stop()
    expect(pids.filter(isAlive)).toEqual([])
    expect(await Promise.all(running)).toMatchObject([
      { exitCode: -15, registrations: [{ name: 'one--prod' }] },
      { exitCode: -15, registrations: [] },
    ])
  })

  test('a child that will not end is made to', async () => {
    await using started = await start()
    const running = started.run(
      'import signal',
      'signal.signal(signal.SIGTERM, signal.SIG_IGN)',
      'register("one--prod")',
      ...hang('first'),
    )
    const pid = await started.seen('first')
    const from = Date.now()
    await started.registrar.stop()
    expect(Date.now() - from).toBeLessThan(2400)
    expect(isAlive(pid)).toBe(false)
    expect(await running).toMatchObject({ exitCode: -9, registrations: [{ name: 'one--prod' }] })
  })

  test('stopping ends a long import too', async () => {
    await using started = await start()
    await started.folder.write(
      'python/prefect/docker.py',
      lines('import time', 'open("importing", "w").write("yes")', 'time.sleep(60)'),
    )
    await using other = await start({ PYTHONPATH: join(started.folder.path, 'python') })
    await other.seen('importing')
    const from = Date.now()
    await other.registrar.stop()
    expect(Date.now() - from).toBeLessThan(2000)
    await expect(other.registrar.ready).rejects.toThrow('ended with exit code 143')
  })

  test('closing waits for the last child', async () => {
    await using started = await start()
    const running = started.run(
      'open("first", "w").write("here")',
      'time.sleep(0.2)',
      'register("one--prod")',
    )
    await started.seen('first')
    await started.registrar.close()
    expect(await running).toMatchObject({ exitCode: 0, registrations: [{ name: 'one--prod' }] })
  })

  test('closing while nothing runs ends it at once', async () => {
    await using started = await start()
    await started.registrar.ready
    await started.registrar.close()
    await expect(started.run('pass')).rejects.toThrow('ended with exit code 0')
  })
})
