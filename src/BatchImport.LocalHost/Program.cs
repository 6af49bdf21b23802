using BatchImport.LocalHost.Services;
if (args[0] == "redis-server") { return await RedisServerProcess.RunAsync(int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture), args[4], args[6]); }
return 0;
