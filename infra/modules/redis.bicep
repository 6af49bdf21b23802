// Azure Managed Redis: progress and results while an import is kept. Identities only: access keys are off.

@description('Name of the cache.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Size.')
param sku string

@description('Enabled or Disabled: a replica.')
param highAvailability string

@description('True closes the public endpoint.')
param isPrivate bool

@description('Object id of the app\'s identity.')
param appPrincipalId string

resource cache 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    highAvailability: highAvailability
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }

  resource database 'databases' = {
    name: 'default'
    properties: {
      accessKeysAuthentication: 'Disabled'
      clientProtocol: 'Encrypted'
      clusteringPolicy: 'EnterpriseCluster' // One endpoint: one connection to keep authenticated.
      evictionPolicy: 'NoEviction' // A result must not vanish to make room: a write that fails is tried again, and seen.
      port: 10000
    }

    // The default policy (all commands but the administrative ones): the scripts that write results, and the keys they write.
    resource app 'accessPolicyAssignments' = {
      name: 'app'
      properties: {
        accessPolicyName: 'default'
        user: { objectId: appPrincipalId }
      }
    }
  }
}

@description('Resource id.')
output id string = cache.id

@description('Host and port.')
output hostName string = '${cache.properties.hostName}:${cache::database.properties.port}'
