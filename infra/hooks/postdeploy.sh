#!/bin/sh
# Subscribes the deployed app to dropped files (infra/events.bicep). Needs the Azure CLI, signed in. Safe to repeat.
# The webhook's key is never fetched here: the template reads it itself. Here it is only asked whether it exists yet.
set -eu

for name in AZURE_SUBSCRIPTION_ID AZURE_RESOURCE_GROUP AZURE_FUNCTION_APP_NAME AZURE_EVENT_GRID_TOPIC_NAME AZURE_STORAGE_ACCOUNT_NAME; do
  eval "value=\${$name:-}"
  if [ -z "$value" ]; then
    echo "postdeploy: $name is not set. Run this through azd ('azd hooks run postdeploy')." >&2
    exit 1
  fi
done

command -v az >/dev/null || { echo "postdeploy: the Azure CLI (az) is not on the path: https://aka.ms/azure-cli" >&2; exit 1; }

echo "Waiting for $AZURE_FUNCTION_APP_NAME to start ..."
attempt=1
until az functionapp keys list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" \
    --name "$AZURE_FUNCTION_APP_NAME" --query 'keys(systemKeys)' --output tsv | grep -q -w blobs_extension; do
  if [ "$attempt" -ge 30 ]; then
    echo "postdeploy: after 5 minutes $AZURE_FUNCTION_APP_NAME has no system key 'blobs_extension': it did not start, or its blob trigger did not load. See its log stream, then run 'azd hooks run postdeploy'." >&2
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep 10
done

echo "Subscribing to dropped files ..."
az deployment group create --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name batch-import-events \
  --template-file infra/events.bicep --output none \
  --parameters appName="$AZURE_FUNCTION_APP_NAME" topicName="$AZURE_EVENT_GRID_TOPIC_NAME" storageName="$AZURE_STORAGE_ACCOUNT_NAME"
echo "Done: drop a file into the container 'imports' of $AZURE_STORAGE_ACCOUNT_NAME."
