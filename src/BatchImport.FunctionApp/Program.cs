using BatchImport;
using BatchImport.FunctionApp;
using BatchImport.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<FailureMiddleware>();

// Requests of client libraries: many for each import, and with addresses that name files.
builder.Logging.AddFilter("Azure", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);

// In Azure, the name of the Functions host in its telemetry.
builder.Services.AddBatchImport(builder.Configuration, builder.Configuration["WEBSITE_SITE_NAME"]);
builder.Services.AddFunctionServices();
builder.Build().Run();
