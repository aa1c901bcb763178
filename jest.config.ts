import type { Config } from 'jest'

const common: Config = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.tools', '<rootDir>/examples'],
}

const config: Config = {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['/__tests__/integration/', '/__tests__/bundle/'],
    },
    {
      ...common,
      displayName: 'integration',
      testMatch: ['<rootDir>/__tests__/integration/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/__tests__/integration/setup/patience.ts'],
      globalSetup: '<rootDir>/__tests__/integration/setup/start.ts',
      globalTeardown: '<rootDir>/__tests__/integration/setup/stop.ts',
    },
    {
      ...common,
      displayName: 'bundle',
      testMatch: ['<rootDir>/__tests__/bundle/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/__tests__/bundle/setup/patience.ts'],
    },
  ],
}

export default config
