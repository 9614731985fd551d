using System.Globalization;
using MlOpsBot.CommandLine;

// What the bot says, parses and logs is the same on every machine, whatever language that machine speaks.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

using var surroundings = Surroundings.OfProcess();
return await BotCommands.RunAsync(args, surroundings);
