import { describe, expect, test } from '@jest/globals'
import { deploymentUrl } from '../../src/prefect/ui-url.ts'

describe(deploymentUrl.name, () => {
  test.each([
    ['https://prefect.example/api', 'https://prefect.example/deployments/deployment/d1'],
    ['http://10.0.0.1:4200/api', 'http://10.0.0.1:4200/deployments/deployment/d1'],
    ['https://example.org/prefect/api', 'https://example.org/prefect/deployments/deployment/d1'],
    ['https://api.example/v1', 'https://api.example/v1/deployments/deployment/d1'],
    [
      'https://api.prefect.cloud/api/accounts/A-1/workspaces/W-2',
      'https://app.prefect.cloud/account/A-1/workspace/W-2/deployments/deployment/d1',
    ],
    [
      'https://api.prefect.cloud.example/api/accounts/A/workspaces/W',
      'https://api.prefect.cloud.example/api/accounts/A/workspaces/W/deployments/deployment/d1',
    ],
  ])('%s', (apiUrl, url) => {
    expect(deploymentUrl(apiUrl, 'd1')).toBe(url)
  })
})
