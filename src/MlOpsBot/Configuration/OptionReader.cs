using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Configuration;

/// <summary>
/// Reads the options of one section of the configuration, and collects what is wrong with them, each fault as one line that
/// names the option, its value where that is no secret, and what is allowed. An option that is empty counts as left out,
/// except where it is a secret. Not thread safe; made for the start.
/// </summary>
public sealed class OptionReader
{
    private readonly IConfiguration _configuration;
    private readonly OptionFaults _faults;

    private OptionReader(IConfiguration configuration, string path, OptionFaults faults)
    {
        _configuration = configuration;
        _faults = faults;
        Path = path;
    }

    /// <summary>The section's full name, such as <c>MlOpsBot:Slack</c>.</summary>
    public string Path { get; }

    /// <summary>Begins to read a section.</summary>
    public static OptionReader Of(IConfiguration configuration, string section) => new(configuration, section, new OptionFaults());

    /// <summary>The reader of a section inside this one; what it finds wrong comes up here.</summary>
    public OptionReader Section(string name) => new(_configuration, $"{Path}:{name}", _faults);

    /// <summary>Whether an option is there at all, right or wrong.</summary>
    public bool IsGiven(string name) => Raw(name) is not null;

    /// <summary>A text as it stands; null where it is left out.</summary>
    public string? Text(string name) => string.IsNullOrWhiteSpace(Raw(name)) ? null : Raw(name);

    /// <summary>A secret; null where it is left out. One that is there and empty is a mistake in the environment, and a fault.</summary>
    /// <param name="name">The option.</param>
    /// <param name="whatToGive">Such as "the signing secret of the app's Basic Information page".</param>
    public Secret? Secret(string name, string whatToGive)
    {
        Hide(name);
        if (Raw(name) is not { } text)
        {
            return null;
        }

        if (text.Length > 0 && !text.Any(char.IsWhiteSpace))
        {
            return new Secret(text);
        }

        Fault(name, $"is empty or has spaces in it; give {whatToGive}, or leave it out.");
        return null;
    }

    /// <summary>Secrets, either numbered (<c>Name:0</c>, <c>Name:1</c>) or in one value with commas between; empty where left out.</summary>
    public ImmutableArray<Secret> Secrets(string name)
    {
        Hide(name);
        return [.. Texts(name).Select(value => new Secret(value))];
    }

    /// <summary>Keeps the value of an option that may hold a secret out of <see cref="Shown"/>.</summary>
    public void Hide(string name) => _faults.Hidden.Add(Key(name));

    /// <summary>Texts, either numbered (<c>Name:0</c>, <c>Name:1</c>) or in one value with commas between; empty where left out.</summary>
    public ImmutableArray<string> Texts(string name) =>
    [
        .. _configuration.GetSection(Key(name)).GetChildren().Select(child => child.Value)
            .Append(Raw(name))
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    ];

    /// <summary>A whole number.</summary>
    public int Number(string name, int least, int most, int otherwise)
    {
        Default(name, otherwise);
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault(name, $"is '{text}'; give a whole number from {least} to {most}.");
        return otherwise;
    }

    /// <summary>True or false; null where it is left out.</summary>
    public bool? YesOrNo(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Fault(name, $"is '{text}'; give true or false, or leave it out.");
        return null;
    }

    /// <summary>One of an enumeration's names, in any case.</summary>
    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum
    {
        Default(name, otherwise);
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        // A number would be taken for any value, allowed or not.
        var names = Enum.GetNames<T>();
        if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        Fault(name, $"is '{text}'; give {string.Join(" or ", names)}.");
        return otherwise;
    }

    /// <summary>A length of time, as <c>days.hours:minutes:seconds</c>.</summary>
    public TimeSpan Duration(string name, TimeSpan otherwise) => Period(name, otherwise, orForever: false) ?? otherwise;

    /// <summary>A length of time, or "forever", which gives null.</summary>
    public TimeSpan? DurationOrForever(string name, TimeSpan? otherwise) => Period(name, otherwise, orForever: true);

    /// <summary>
    /// An address of the web: https, or http on this machine; without user, query or fragment. Null where it is left out or wrong.
    /// </summary>
    public Uri? WebAddress(string name, string example)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0)
        {
            return uri;
        }

        // What stands before an @ may be a password.
        var shown = text.Contains('@', StringComparison.Ordinal) ? "no such address" : $"'{text}'";
        Fault(name, $"is {shown}; give an https address without query, such as {example} (http only on this machine).");
        return null;
    }

    /// <summary>Notes a fault of an option.</summary>
    /// <param name="name">The option.</param>
    /// <param name="what">What goes on the sentence: "is empty; give …".</param>
    public void Fault(string name, string what) => _faults.Lines.Add($"{Key(name)} {what}");

    /// <summary>Notes a fault that is a whole line already.</summary>
    public void Fault(string line) => _faults.Lines.Add(line);

    /// <summary>Everything wrong that was found so far, and below this section every option that nobody has read: a misspelt one would be ignored in silence.</summary>
    public ImmutableArray<string> Faults()
    {
        foreach (var unknown in Unread(_configuration.GetSection(Path)))
        {
            var near = _faults.Known.MinBy(known => Distance(known, unknown));
            _faults.Lines.Add($"{unknown} is no option{(near is not null && Distance(near, unknown) <= 4 ? $"; did you mean {near}?" : ".")}");
        }

        return [.. _faults.Lines];
    }

    /// <summary>Every option that was read, with the value that counts; secrets without their values.</summary>
    public ImmutableArray<OptionShown> Shown() => [.. _faults.Known.Select(Show)];

    /// <summary>Notes what an option is where nobody gives it, for <see cref="Shown"/>.</summary>
    public void Default(string name, object value) => _faults.Defaults[Key(name)] = value is bool yes ? yes ? "true" : "false" : value.ToString() ?? "";

    private OptionShown Show(string key)
    {
        string[] given = [.. _configuration.GetSection(key).GetChildren().Select(child => child.Value).Append(_configuration[key]).OfType<string>()];
        return new OptionShown(key, given.Length == 0 ? _faults.Defaults.GetValueOrDefault(key, "") : _faults.Hidden.Contains(key) ? "given" : string.Join(", ", given));
    }

    private IEnumerable<string> Unread(IConfigurationSection section) => section.GetChildren().SelectMany(child =>
        _faults.Known.Contains(child.Path) ? []
        : child.Value is not null ? [child.Path]
        : Unread(child));

    private TimeSpan? Period(string name, TimeSpan? otherwise, bool orForever)
    {
        Default(name, otherwise is { } time ? time.ToString("c") : "forever");
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (orForever && text.Equals("forever", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // Without a colon it would be days, which nobody expects of "30".
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var period))
        {
            return period;
        }

        Fault(name, $"is '{text}'; give days.hours:minutes:seconds, such as 7.00:00:00{(orForever ? ", or forever" : "")}.");
        return otherwise;
    }

    private string Key(string name) => $"{Path}:{name}";

    private string? Raw(string name)
    {
        _faults.Known.Add(Key(name));
        return _configuration[Key(name)];
    }

    // Levenshtein's, whatever the case.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }

    private sealed class OptionFaults
    {
        public List<string> Lines { get; } = [];

        public SortedSet<string> Known { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Dictionary<string, string> Defaults { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Hidden { get; } = new(StringComparer.OrdinalIgnoreCase);
    }
}
