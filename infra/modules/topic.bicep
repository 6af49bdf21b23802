// Event Grid's topic of the storage account. The subscription to it needs a key the app makes when it first runs: events.bicep.

@description('Name of the topic.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('The storage account.')
param storageName string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource deadLetters 'containers' existing = {
      name: 'dead-letters'
    }
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: account.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

// Storage Blob Data Contributor, on this one container, for the topic: Put Blob of events that could not be delivered.
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource topicWritesDeadLetters 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::deadLetters.id, topic.id, blobDataContributor)
  scope: account::blobs::deadLetters
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Name of the topic.')
output name string = topic.name
