using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;
using MlOpsBot.Logging;

namespace MlOpsBot.Serving;

/// <summary>
/// The knowledge that is being served. An edit of the folder is swapped in whole within two seconds; a broken edit is
/// reported, and the last good one keeps serving. Reading <see cref="State"/> takes no lock. Thread safe.
/// </summary>
public sealed class LiveKnowledge : IDisposable
{
    private readonly ILogger<LiveKnowledge> _log;
    private readonly KnowledgeWatcher _watcher;
    private readonly TimeProvider _clock;
    private volatile KnowledgeState _state;
    private long _liveSince;
    private int _goodLoads;
    private int _brokenLoads;

    /// <summary>Serves what was loaded, and watches for more.</summary>
    /// <param name="folder">The knowledge folder.</param>
    /// <param name="initial">What was read from it; must hold knowledge.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Where a keeper reads about edits.</param>
    /// <exception cref="ArgumentException">The first load holds no knowledge.</exception>
    public LiveKnowledge(string folder, KnowledgeLoad initial, TimeProvider clock, ILogger<LiveKnowledge> log)
    {
        ArgumentNullException.ThrowIfNull(initial);
        if (initial.Knowledge is not { } knowledge)
        {
            throw new ArgumentException("There is no knowledge to begin with.", nameof(initial));
        }

        Folder = folder;
        _log = log;
        _clock = clock;
        _state = new KnowledgeState(new Answerer(knowledge), initial.Findings);
        Report(initial);
        _watcher = new KnowledgeWatcher(folder, initial, clock, Take);
    }

    /// <summary>The folder that is watched.</summary>
    public string Folder { get; }

    /// <summary>What answers now, and how the folder is. Read it once per question: the next reading may be of the next edit.</summary>
    public KnowledgeState State => _state;

    /// <summary>When what answers now went live.</summary>
    public DateTimeOffset LiveSince => DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref _liveSince));

    /// <summary>How often the folder was read and went live, the first time included.</summary>
    public int GoodLoads => Volatile.Read(ref _goodLoads);

    /// <summary>How often the folder was read and did not go live.</summary>
    public int BrokenLoads => Volatile.Read(ref _brokenLoads);

    /// <summary>Stops watching.</summary>
    public void Dispose() => _watcher.Dispose();

    private void Take(KnowledgeLoad load)
    {
        _state = new KnowledgeState(load.Knowledge is { } knowledge ? new Answerer(knowledge) : _state.Answerer, load.Findings);
        Report(load);
    }

    private void Report(KnowledgeLoad load)
    {
        foreach (var finding in load.Findings)
        {
            _log.Log(finding.Severity == FindingSeverity.Error ? LogLevel.Error : LogLevel.Warning, LogEvents.KnowledgeFinding, "{Finding}", finding);
        }

        if (load.Knowledge is { } knowledge)
        {
            Volatile.Write(ref _liveSince, _clock.GetUtcNow().ToUnixTimeMilliseconds());
            Interlocked.Increment(ref _goodLoads);
            _log.LogInformation(
                LogEvents.KnowledgeLive,
                "Knowledge {Version} is live: {Roles} roles, {Activities} activities, {Topics} topics, {Tips} tips",
                knowledge.Version, knowledge.Roles.Length, knowledge.Activities.Length, knowledge.Topics.Length, knowledge.Tips.Length);
        }
        else
        {
            Interlocked.Increment(ref _brokenLoads);
            _log.LogError(
                LogEvents.KnowledgeBroken,
                "The edit in {Folder} has errors and is not live; knowledge {Version} keeps serving", Folder, _state.Answerer.Knowledge.Version);
        }
    }
}

/// <summary>What answers, and how the folder is. Immutable.</summary>
/// <param name="Answerer">Answers from the last good knowledge.</param>
/// <param name="Findings">Everything about the folder as it stands now.</param>
public sealed record KnowledgeState(Answerer Answerer, ImmutableArray<Finding> Findings)
{
    /// <summary>Errors that keep the folder as it stands now from being served; empty where what is served is what stands there.</summary>
    public ImmutableArray<Finding> Errors { get; } = [.. Findings.Where(finding => finding.Severity == FindingSeverity.Error)];

    /// <summary>Whether an older state of the folder is being served because the newest is broken.</summary>
    public bool IsDegraded => !Errors.IsEmpty;
}
