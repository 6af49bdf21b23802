// The storage account: what is dropped, staged and made of it, the host's own blobs and queues, and the app's package.

@description('Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Replication.')
param sku string

@description('Days after which staged rows and workbooks are gone.')
@minValue(1)
@maxValue(365)
param retentionDays int

@description('True closes the public endpoint.')
param isPrivate bool

@description('True when the durable engine keeps its state here.')
param holdsTaskHub bool

@description('Object id of the app\'s identity.')
param appPrincipalId string

@description('Object id of who deploys; empty for none.')
param deployerPrincipalId string

@description('What the deployer is.')
param deployerPrincipalType string

// imports: where files are dropped. staging: their rows while a run needs them. results: workbooks. definitions: what columns may hold.
// lists: values that definitions allow. app-package: the deployed app. dead-letters: events Event Grid could not deliver.
var containerNames = ['imports', 'staging', 'results', 'definitions', 'lists', 'app-package', 'dead-letters']

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'AzureServices' // Event Grid writes events it could not deliver, also behind a closed endpoint.
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      // What has expired is meant to be gone: rows are often about people.
      deleteRetentionPolicy: { enabled: false }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }

    resource containers 'containers' = [
      for container in containerNames: {
        name: container
        properties: { publicAccess: 'None' }
      }
    ]
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'forget-imports'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['results/', 'staging/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: retentionDays } } }
            }
          }
          {
            name: 'forget-dead-letters' // Names of blobs can be about people, too; a month is time enough to drop them again.
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob', 'appendBlob'], prefixMatch: ['dead-letters/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } } }
            }
          }
        ]
      }
    }
    dependsOn: [blobs]
  }
}

// Storage Blob Data Owner: the host's leases and function keys, the blob trigger's receipts (the role its documentation asks for), the
// durable engine's large messages and leases, reading the app's package; and in the app's own code reading `imports`, writing `staging` and
// `results`, and Get User Delegation Key for links to workbooks.
var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'

resource appOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, blobDataOwner)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Storage Queue Data Contributor: the blob trigger creates and works through queues of its own (webjobs-blobtrigger-*, and
// webjobs-blobtrigger-poison for files that kept failing); the durable engine's control and work-item queues when its state is here.
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'

resource appUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, queueDataContributor)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', queueDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Storage Table Data Contributor: the durable engine's history and instances, only when its state is here.
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource appUsesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (holdsTaskHub) {
  name: guid(account.id, appPrincipalId, tableDataContributor)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// Storage Blob Data Contributor, for a person: Put Blob into `imports`, `definitions` and `lists`, and Get Blob from `results`.
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource deployerContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for container in ['imports', 'definitions', 'lists', 'results']: {
    name: '${name}/default/${container}'
  }
]

resource deployerMayDrop 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, index) in ['imports', 'definitions', 'lists', 'results']: if (!empty(deployerPrincipalId)) {
    name: guid(account.id, container, deployerPrincipalId, blobDataContributor)
    scope: deployerContainers[index]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
      principalId: deployerPrincipalId
      principalType: deployerPrincipalType
    }
    dependsOn: [account::blobs::containers]
  }
]

@description('Resource id.')
output id string = account.id

@description('Name of the account.')
output name string = account.name

@description('Address of its blobs.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('Address of its queues.')
output queueEndpoint string = account.properties.primaryEndpoints.queue

@description('Address of its tables.')
output tableEndpoint string = account.properties.primaryEndpoints.table

@description('Where the app\'s package is deployed to.')
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}app-package'
