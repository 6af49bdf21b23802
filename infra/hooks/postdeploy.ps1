# Subscribes the deployed app to dropped files (infra/events.bicep). Needs the Azure CLI, signed in. Safe to repeat.
# The webhook's key is never fetched here: the template reads it itself. Here it is only asked whether it exists yet.
$ErrorActionPreference = 'Stop'

foreach ($name in 'AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP', 'AZURE_FUNCTION_APP_NAME', 'AZURE_EVENT_GRID_TOPIC_NAME', 'AZURE_STORAGE_ACCOUNT_NAME') {
    if (-not [Environment]::GetEnvironmentVariable($name)) {
        throw "postdeploy: $name is not set. Run this through azd ('azd hooks run postdeploy')."
    }
}

if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
    throw 'postdeploy: the Azure CLI (az) is not on the path: https://aka.ms/azure-cli'
}

Write-Host "Waiting for $env:AZURE_FUNCTION_APP_NAME to start ..."
for ($attempt = 1; ; $attempt++) {
    # Names only; PowerShell looks for the one wanted, so that no quoting of a query has to survive az.cmd.
    $names = az functionapp keys list --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP `
        --name $env:AZURE_FUNCTION_APP_NAME --query 'keys(systemKeys)' --output tsv
    if ($LASTEXITCODE -eq 0 -and $names -contains 'blobs_extension') {
        break
    }
    if ($attempt -ge 30) {
        throw "postdeploy: after 5 minutes $env:AZURE_FUNCTION_APP_NAME has no system key 'blobs_extension': it did not start, or its blob trigger did not load. See its log stream, then run 'azd hooks run postdeploy'."
    }
    Start-Sleep -Seconds 10
}

Write-Host 'Subscribing to dropped files ...'
az deployment group create --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP --name batch-import-events `
    --template-file infra/events.bicep --output none `
    --parameters appName=$env:AZURE_FUNCTION_APP_NAME topicName=$env:AZURE_EVENT_GRID_TOPIC_NAME storageName=$env:AZURE_STORAGE_ACCOUNT_NAME
if ($LASTEXITCODE -ne 0) {
    throw "postdeploy: the deployment 'batch-import-events' failed; the lines above say why. Then run 'azd hooks run postdeploy'."
}
Write-Host "Done: drop a file into the container 'imports' of $env:AZURE_STORAGE_ACCOUNT_NAME."
