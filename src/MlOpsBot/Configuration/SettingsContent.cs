using System.Collections.Immutable;

namespace MlOpsBot.Configuration;

/// <summary>The configuration as it stood at one moment, comparable: what files say, and the certificate that they name. Immutable.</summary>
/// <param name="Read">What all places say.</param>
/// <param name="Certificate">What the file of the certificate held, in short; null for none, or one that cannot be read.</param>
internal sealed record SettingsContent(ConfigurationRead Read, string? Certificate)
{
    /// <summary>Reads it.</summary>
    public static SettingsContent Of(ConfigurationSources sources)
    {
        var read = sources.Read();
        return new SettingsContent(read, read.Configuration[CertificateFile.Option] is { Length: > 0 } path ? Fingerprint(sources.Full(path)) : null);
    }

    /// <summary>Whether another one says the same.</summary>
    public bool SaysTheSameAs(SettingsContent other) =>
        Read.Unreadable == other.Read.Unreadable
        && Certificate == other.Certificate
        && Read.Strange.SequenceEqual(other.Read.Strange, StringComparer.Ordinal)
        && IsSame(Read.Files, other.Read.Files);

    private static bool IsSame(ImmutableDictionary<string, string> one, ImmutableDictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static string? Fingerprint(string path)
    {
        try
        {
            return CertificateFile.Fingerprint(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
