using System.Collections.Immutable;

namespace MlOpsBot.Chat.Testing;

internal enum FaultKind
{
    /// <summary>429 with <c>Retry-After</c>; nothing is carried out.</summary>
    RateLimited,

    /// <summary>500, or another status, without a body of use.</summary>
    ServerError,

    /// <summary>No answer until the caller gives up.</summary>
    Silence,

    /// <summary>The connection is cut.</summary>
    Cut,

    /// <summary>200 with a body that is not JSON.</summary>
    Garbage,

    /// <summary>The right answer, late.</summary>
    Slow,

    /// <summary>An error in the platform's own words.</summary>
    Error,
}

/// <summary>What goes wrong with one call. Immutable.</summary>
/// <param name="Kind">How.</param>
/// <param name="CarriedOut">Whether the call is carried out all the same, and only its answer lost.</param>
internal sealed record Fault(FaultKind Kind, bool CarriedOut = false)
{
    /// <summary>Of <see cref="FaultKind.RateLimited"/> and <see cref="FaultKind.Slow"/>.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Of <see cref="FaultKind.ServerError"/>, and of <see cref="FaultKind.Error"/> where the platform's errors have one.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Of <see cref="FaultKind.Error"/>.</summary>
    public string Code { get; init; } = "internal_error";

    public static Fault RateLimited(int seconds) => new(FaultKind.RateLimited) { Wait = TimeSpan.FromSeconds(seconds) };

    public static Fault ServerError { get; } = new(FaultKind.ServerError);

    public static Fault Silence { get; } = new(FaultKind.Silence);

    public static Fault CutBefore { get; } = new(FaultKind.Cut);

    public static Fault CutAfter { get; } = new(FaultKind.Cut, CarriedOut: true);

    public static Fault Garbage { get; } = new(FaultKind.Garbage);

    /// <summary>Carried out, and never answered.</summary>
    public static Fault LostAnswer { get; } = new(FaultKind.Silence, CarriedOut: true);

    /// <summary>Carried out, and answered with 500.</summary>
    public static Fault ErrorAfter { get; } = new(FaultKind.ServerError, CarriedOut: true);

    /// <summary>Carried out, and answered with garbage.</summary>
    public static Fault GarbageAfter { get; } = new(FaultKind.Garbage, CarriedOut: true);

    /// <summary>Another status than 500, such as 502.</summary>
    public static Fault Answering(int status, bool carriedOut = false) => new(FaultKind.ServerError, carriedOut) { Status = status };

    /// <summary>An error in the platform's own words, with a status.</summary>
    public static Fault Error(int status, string code) => new(FaultKind.Error) { Status = status, Code = code };

    public static Fault Slow(TimeSpan wait) => new(FaultKind.Slow, CarriedOut: true) { Wait = wait };

    public static Fault Error(string code) => new(FaultKind.Error) { Code = code };

    public override string ToString() => CarriedOut && Kind != FaultKind.Slow ? $"{Kind} after it was carried out" : $"{Kind}";
}

/// <summary>Which calls go wrong: the next ones of a method, or any by chance. Thread-safe.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Fault>> _next = [];
    private Random? _random;
    private double _probability;
    private ImmutableArray<Fault> _choices = [];
    private Func<string, bool> _applies = _ => true;

    /// <summary>How many calls went wrong so far.</summary>
    public int Happened { get; private set; }

    /// <summary>The next calls of a method (<c>chat.postMessage</c>, <c>post</c>, <c>*</c> for any) go wrong, in this order.</summary>
    public void Next(string method, params Fault[] faults)
    {
        lock (_gate)
        {
            var queue = _next.TryGetValue(method, out var there) ? there : _next[method] = new Queue<Fault>();
            foreach (var fault in faults)
            {
                queue.Enqueue(fault);
            }
        }
    }

    /// <summary>Any call may go wrong, by chance; the same seed makes the same choices.</summary>
    public void Randomly(int seed, double probability, Func<string, bool>? applies, params Fault[] choices)
    {
        lock (_gate)
        {
            (_random, _probability, _choices) = (new Random(seed), probability, [.. choices]);
            _applies = applies ?? (_ => true);
        }
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            _random = null;
        }
    }

    public Fault? Take(string method)
    {
        lock (_gate)
        {
            foreach (var name in (string[])[method, "*"])
            {
                if (_next.TryGetValue(name, out var queue) && queue.TryDequeue(out var fault))
                {
                    Happened++;
                    return fault;
                }
            }

            if (_random is null || !_applies(method) || _random.NextDouble() >= _probability)
            {
                return null;
            }

            Happened++;
            return _choices[_random.Next(_choices.Length)];
        }
    }
}
