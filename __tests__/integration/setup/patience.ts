import { jest } from '@jest/globals'

// A first build installs Prefect into the base image.
jest.setTimeout(240_000)
