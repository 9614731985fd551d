using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using MlOpsBot.Configuration;

namespace MlOpsBot.Deploy.Tests.Support;

/// <summary>The options of the program, as it reads them itself.</summary>
internal static class Options
{
    /// <summary>What the program would say of an environment, without its files: one line a fault.</summary>
    public static ImmutableArray<string> Faults(IEnumerable<KeyValuePair<string, string?>> environment) =>
        BotOptions.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(environment.Select(variable => KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value)))
            .Build()).Faults;

    /// <summary>Whether there is such an option, or a section of options, by its environment name; what it may be set to does not matter.</summary>
    public static bool Exists(string environmentName) =>
        !Faults([new(environmentName, "1")]).Any(fault => fault.Contains(" is no option", StringComparison.Ordinal))
        || Faults([new($"{environmentName}__x", "1")]).Any(fault => fault.Contains($"did you mean {environmentName.Replace("__", ":", StringComparison.Ordinal)}:", StringComparison.Ordinal));

    /// <summary>A value that stands for a secret that only an operator has.</summary>
    public static string Sample(string environmentName) => environmentName switch
    {
        var name when name.EndsWith("AppToken", StringComparison.Ordinal) => "xapp-1",
        var name when name.EndsWith("BotToken", StringComparison.Ordinal) => "xoxb-1",
        var name when name.EndsWith("ConnectionString", StringComparison.Ordinal) => "Host=db;Database=mlopsbot;Username=mlopsbot;Password=1",
        var name when name.Contains("EncryptionKeys", StringComparison.Ordinal) => Convert.ToBase64String(new byte[32]),
        _ => "sample",
    };
}
