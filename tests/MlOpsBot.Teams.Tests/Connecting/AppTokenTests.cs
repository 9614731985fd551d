using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Connecting;

/// <summary>How the bot's own tokens are kept and renewed.</summary>
public sealed class AppTokenTests : IDisposable
{
    private static readonly LoginFault _away = new("unreachable", IsRefusal: false, "The login is away.");
    private static readonly LoginFault _wrong = new("AADSTS7000215", IsRefusal: true, "The secret is wrong.");

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly LogLines _lines = new();
    private readonly LoggerFactory _log;
    private readonly AppTokens _tokens;
    private Func<CancellationToken, Task<LoginAnswer>> _login;
    private int _fetched;

    public AppTokenTests()
    {
        _log = new LoggerFactory([_lines]);
        _login = _ => Task.FromResult(Give());
        _tokens = Tokens(new TeamsOptions { AppId = "app", TenantId = "tenant", Credential = new TeamsCredential.ClientSecret(new Secret("s")) });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Whoever_asks_at_the_same_time_waits_for_the_same_token()
    {
        var given = new TaskCompletionSource<LoginAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _login = _ => given.Task;
        using var gone = new CancellationTokenSource();

        var first = _tokens.GetAsync(gone.Token).AsTask();
        var others = Enumerable.Range(0, 50).Select(_ => _tokens.GetAsync(Stop).AsTask()).ToList();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        given.SetResult(Give());

        (await Task.WhenAll(others)).ShouldAllBe(token => token == CallResult.Done("token-1"));
        (await GetAsync()).Value.ShouldBe("token-1");
        _fetched.ShouldBe(1, "one who gave up took nobody's token away");
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends_and_nobody_waits_for_that()
    {
        (await GetAsync()).Value.ShouldBe("token-1");
        Pass(TimeSpan.FromMinutes(49));
        (await GetAsync()).Value.ShouldBe("token-1");
        _fetched.ShouldBe(1);

        Pass(TimeSpan.FromMinutes(2));
        (await GetAsync()).Value.ShouldBe("token-1");
        await _tokens.Settled;
        (await GetAsync()).Value.ShouldBe("token-2");
        _fetched.ShouldBe(2);
    }

    [Fact]
    public async Task The_last_token_serves_while_the_login_is_away_and_as_long_as_it_is_good()
    {
        await GetAsync();
        var end = _tokens.State.TokenEndsAt.ShouldNotBeNull();
        _login = _ => Task.FromResult(new LoginAnswer(null, _away));
        for (var minute = 50; minute < 59; minute++)
        {
            Pass(_time.GetUtcNow().Minute < 50 ? TimeSpan.FromMinutes(50) : TimeSpan.FromMinutes(1));
            (await GetAsync()).Value.ShouldBe("token-1");
            await _tokens.Settled;
            _tokens.State.Health.ShouldBe(CredentialHealth.Fine);
        }

        Pass(TimeSpan.FromMinutes(1));
        var gone = await GetAsync();
        (gone.Outcome, gone.Error).ShouldBe((CallOutcome.Later, "unreachable"));
        gone.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        _tokens.State.ShouldBe(new CredentialState(CredentialHealth.Unreachable, "The login is away.", null, "unreachable") { TokenEndsAt = end });
    }

    [Fact]
    public async Task A_login_that_is_away_is_asked_again_after_longer_and_longer_pauses()
    {
        _login = _ => Task.FromResult(new LoginAnswer(null, _away));
        var pauses = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var answer = await GetAsync();
            pauses.Add(answer.RetryAfter.TotalSeconds);
            var asked = _fetched;
            (await GetAsync()).Outcome.ShouldBe(CallOutcome.Later);
            _fetched.ShouldBe(asked, "nobody asks during the pause");
            Pass(answer.RetryAfter + TimeSpan.FromMilliseconds(50));
        }

        pauses.ShouldBe([2, 4, 8, 16, 30, 30, 30]);
        _login = _ => Task.FromResult(Give());
        (await GetAsync()).Outcome.ShouldBe(CallOutcome.Done);
        _tokens.State.Health.ShouldBe(CredentialHealth.Fine);
        _lines.All.Count.ShouldBe(2, "said once when it went, and once when it came back");
    }

    [Fact]
    public async Task A_refused_credential_is_said_once_and_loudly_and_tried_every_minute()
    {
        _login = _ => Task.FromResult(new LoginAnswer(null, _wrong));
        for (var i = 0; i < 3; i++)
        {
            (await GetAsync()).ShouldBe(CallResult.Later<string>("AADSTS7000215", TimeSpan.FromMinutes(1)));
            Pass(TimeSpan.FromMinutes(1));
        }

        _lines.Errors.ShouldHaveSingleItem().ShouldContain("No token for Teams (AADSTS7000215): The secret is wrong.");
        _tokens.State.Health.ShouldBe(CredentialHealth.Refused);
        _tokens.State.IsUsable.ShouldBeFalse();
    }

    [Fact]
    public async Task A_login_that_hangs_is_given_up()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _login = async _ =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, Stop);
            return default;
        };

        var waiting = _tokens.GetAsync(Stop).AsTask();
        await asked.Task;
        Pass(AppTokens.LongestFetch);

        (await waiting).Error.ShouldBe("timeout");
    }

    [Fact]
    public async Task A_fetch_that_fails_in_an_unforeseen_way_leaves_nobody_waiting()
    {
        _login = _ => throw new NotSupportedException("a bug");

        (await GetAsync()).Error.ShouldBe("unforeseen");
        _lines.Errors.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_token_that_was_not_new_is_asked_for_again_before_it_ends()
    {
        var same = Give();
        _login = _ =>
        {
            Interlocked.Increment(ref _fetched);
            return Task.FromResult(same);
        };
        await GetAsync();
        Pass(TimeSpan.FromMinutes(52));
        for (var i = 0; i < 30; i++)
        {
            (await GetAsync()).Outcome.ShouldBe(CallOutcome.Done);
            await _tokens.Settled;
            Pass(TimeSpan.FromSeconds(10));
        }

        _fetched.ShouldBeInRange(3, 10, "neither never again, nor all the time");
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_whoever_says_so()
    {
        var refused = (await GetAsync()).Value!;

        var replaced = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _tokens.ReplaceAsync(refused, Stop).AsTask()));

        replaced.ShouldAllBe(token => token == CallResult.Done("token-2"));
        _fetched.ShouldBe(2);
        (await _tokens.ReplaceAsync("token-2", Stop)).Value.ShouldBe("token-2", "a new one that is refused too is not the login's fault");
        Pass(TimeSpan.FromSeconds(31));
        (await _tokens.ReplaceAsync("token-2", Stop)).Value.ShouldBe("token-3");
    }

    [Fact]
    public async Task A_call_that_is_refused_fetches_one_new_token_and_is_made_once_more()
    {
        await using var teams = await ScriptedServer.StartAsync(TestRoot.Server);
        teams.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer secret-token-1" ? 401 : 201;
            return Task.CompletedTask;
        };
        using var rig = new ConnectorRig(teams.Url);

        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Done);
        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Done);

        teams.Requests.Select(request => request.Authorization).ShouldBe(["Bearer secret-token-1", "Bearer secret-token-2", "Bearer secret-token-2"]);
        rig.Tokens.State.Health.ShouldBe(CredentialHealth.Fine);
    }

    [Fact]
    public async Task A_bot_whose_every_token_is_refused_says_what_to_do_and_does_not_storm_the_login()
    {
        await using var teams = await ScriptedServer.StartAsync(TestRoot.Server);
        teams.Always("", 401);
        using var rig = new ConnectorRig(teams.Url);

        for (var i = 0; i < 5; i++)
        {
            var posted = await rig.PostAsync();
            (posted.Outcome, posted.Error).ShouldBe((CallOutcome.Later, "token_refused"));
        }

        rig.Fetched.ShouldBe(2);
        rig.Tokens.State.Health.ShouldBe(CredentialHealth.Refused);
        rig.Tokens.State.Sentence.ShouldContain("MlOpsBot:Teams:AppId has to be Microsoft App ID");
        teams.Always("{}", 200);
        (await rig.TypingAsync()).Outcome.ShouldBe(CallOutcome.Done);
        rig.Tokens.State.Health.ShouldBe(CredentialHealth.Fine);
    }

    [Fact]
    public async Task Without_a_token_a_call_waits_and_nothing_is_sent()
    {
        await using var teams = await ScriptedServer.StartAsync(TestRoot.Server);
        using var rig = new ConnectorRig(teams.Url, login: _ => new LoginAnswer(null, _wrong));

        (await rig.PostAsync()).ShouldBe(CallResult.Later<string?>("AADSTS7000215", TimeSpan.FromMinutes(1)));

        teams.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(31, CredentialHealth.Untried, "No token was needed yet.")]
    [InlineData(29.5, CredentialHealth.Ending, "The client secret ends in 30 days (2026-03-31): make a new one on the app registration's page \"Certificates & secrets\" and give its Value in MlOpsBot:Teams:ClientSecret.")]
    [InlineData(0.5, CredentialHealth.Ending, "The client secret ends within a day (2026-03-02): make a new one on the app registration's page \"Certificates & secrets\" and give its Value in MlOpsBot:Teams:ClientSecret.")]
    [InlineData(-1, CredentialHealth.Ending, "The client secret has ended (2026-03-01): make a new one on the app registration's page \"Certificates & secrets\" and give its Value in MlOpsBot:Teams:ClientSecret.")]
    public void A_secret_that_is_about_to_end_is_spoken_of_before_it_does(double days, CredentialHealth health, string sentence)
    {
        var options = new TeamsOptions { Credential = new TeamsCredential.ClientSecret(new Secret("s")) { ExpiresAt = _time.GetUtcNow().AddDays(days) } };

        var state = Tokens(options).State;

        (state.Health, state.Sentence).ShouldBe((health, sentence));
        state.IsUsable.ShouldBeTrue();
        CredentialState.Before(options, _time.GetUtcNow()).ShouldBe(state);
    }

    private AppTokens Tokens(TeamsOptions options) => new(options, _time, _log.CreateLogger<AppTokens>(), cancellation => _login(cancellation));

    private Task<CallResult<string>> GetAsync() => _tokens.GetAsync(Stop).AsTask();

    private LoginAnswer Give() => new(new FetchedToken($"token-{Interlocked.Increment(ref _fetched)}", _time.GetUtcNow() + TimeSpan.FromHours(1), null), null);

    private void Pass(TimeSpan by) => _time.Advance(by);
}
