// Key Vault: the one secret that no identity can replace, the mail service's.

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('True closes the public endpoint.')
param isPrivate bool

@description('The SendGrid API key, or the SMTP password.')
@secure()
param mailSecret string

@description('Object id of the app\'s identity.')
param appPrincipalId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    // No purge protection: the secret is the mail service's and can be had again, and `azd down --purge` must leave no name taken.
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource mail 'secrets' = {
    name: 'mail'
    properties: { value: mailSecret }
  }
}

// Key Vault Secrets User, on this one secret: the platform resolves the app setting that refers to it (GET secrets/mail).
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource appReadsMailSecret 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault::mail.id, appPrincipalId, secretsUser)
  scope: vault::mail
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('Resource id.')
output id string = vault.id

@description('What an app setting says to have the secret\'s newest version put in its place.')
output mailSecretReference string = '@Microsoft.KeyVault(SecretUri=${vault::mail.properties.secretUri})'
