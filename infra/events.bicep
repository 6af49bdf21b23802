// Notifies the app of dropped files. Deployed after the app's code (azure.yaml, postdeploy): the webhook's key, the system key
// `blobs_extension`, exists only once the host has loaded the blob extension. The key is read and used here, inside the deployment: it is in no
// output, file, variable or command line.

@description('Name of the function app.')
param appName string

@description('Name of the storage account\'s Event Grid topic.')
param topicName string

@description('Name of the storage account.')
param storageName string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource dropped 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'spreadsheet-dropped'
  properties: {
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.SpreadsheetDroppedByEvent&code=${listKeys('${app.id}/host/default', '2025-03-01').systemKeys.blobs_extension}'
        minimumTlsVersionAllowed: '1.2'
      }
    }
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/imports/blobs/'
      // The calls that complete an upload. Others (a change of metadata, an append, the creation of an empty file) are no new file.
      advancedFilters: [
        { operatorType: 'StringIn', key: 'data.api', values: ['PutBlob', 'PutBlockList', 'FlushWithClose', 'CopyBlob', 'SftpCommit'] }
      ]
    }
    // A day of attempts, which is the most; what is still undelivered then is kept, and alerted on.
    retryPolicy: { eventTimeToLiveInMinutes: 1440, maxDeliveryAttempts: 30 }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: { resourceId: account.id, blobContainerName: 'dead-letters' }
      }
    }
  }
}
