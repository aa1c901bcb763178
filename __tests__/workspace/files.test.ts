import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openFiles, staysInside } from '../../src/workspace/files.ts'
import { aCheckout } from '../builders/checkout.ts'

describe(openFiles.name, () => {
  test('reads files, and tells files from folders', async () => {
    await using checkout = await aCheckout({ 'a/b ç.txt': 'olá\n', 'empty/': '' })
    const { read, isFile, isFolder } = checkout.files
    expect(await read('a/b ç.txt')).toBe('olá\n')
    expect([await isFile('a/b ç.txt'), await isFolder('a/b ç.txt')]).toEqual([true, false])
    expect([await isFile('empty'), await isFolder('empty')]).toEqual([false, true])
  })

  test('what is not there, or is something else, is an answer', async () => {
    await using checkout = await aCheckout({ file: '', 'folder/': '' })
    const { read, isFile, isFolder, folders } = checkout.files
    expect(await read('missing')).toBeUndefined()
    expect(await read('folder')).toBeUndefined()
    expect(await read('file/below')).toBeUndefined()
    expect(await isFile('missing')).toBe(false)
    expect(await isFolder('file/below')).toBe(false)
    expect(await folders('missing')).toBeUndefined()
    expect(await folders('file')).toBeUndefined()
  })

  test.each([
    ['a link to a device', '/dev/zero'],
    ['a link to itself', 'link'],
    ['a link to nothing', 'nowhere'],
  ])('%s is no file', async (_, target) => {
    await using checkout = await aCheckout({})
    await symlink(target, join(checkout.path, 'link'))
    expect(await checkout.files.isFile('link')).toBe(false)
    expect(await checkout.files.read('link')).toBeUndefined()
  })

  test.each([
    ['is too long', 'x'.repeat(5000)],
    ['holds a NUL', 'flow\0.py'],
  ])('there is no file whose name %s', async (_, name) => {
    await using checkout = await aCheckout({})
    expect(await checkout.files.isFile(name)).toBe(false)
    expect(await checkout.files.read(name)).toBeUndefined()
  })

  test('lists folders, without files and links', async () => {
    await using checkout = await aCheckout({ 'p/one/x': '', 'p/two/': '', 'p/file': '' })
    await symlink(join(checkout.path, 'p/one'), join(checkout.path, 'p/link'))
    expect((await checkout.files.folders('p'))?.sort()).toEqual(['one', 'two'])
  })

  test('lists the names of files, links among them, and not of folders', async () => {
    await using checkout = await aCheckout({ 'p/one/x': '', 'p/file': '', 'p/.hidden': '' })
    await symlink('file', join(checkout.path, 'p/link'))
    expect((await checkout.files.fileNames('p')).sort()).toEqual(['.hidden', 'file', 'link'])
    expect(await checkout.files.fileNames('missing')).toEqual([])
  })
})

describe(staysInside.name, () => {
  test.each([
    ['.', true],
    ['a/b', true],
    ['a/../b', true],
    ['..a', true],
    ['./a', true],
    ['', true],
    ['..', false],
    ['../a', false],
    ['a/../../b', false],
    ['/etc', false],
    ['/', false],
  ])('%j: %s', (path, inside) => {
    expect(staysInside(path)).toBe(inside)
  })
})
