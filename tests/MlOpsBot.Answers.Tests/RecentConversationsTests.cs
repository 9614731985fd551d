namespace MlOpsBot.Answers.Tests;

public sealed class RecentConversationsTests
{
    private static readonly ConversationContext _context = new(AnswerKind.Role, ["data-engineer"], null, null, []);
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_conversation_is_remembered_until_its_context_expires()
    {
        var conversations = new RecentConversations(10, _clock);
        conversations.Remember("a", _context);

        _clock.Advance(ConversationContext.Lifetime - TimeSpan.FromSeconds(1));
        conversations.Recall("a").ShouldBe(_context);

        _clock.Advance(TimeSpan.FromSeconds(1));
        conversations.Recall("a").ShouldBeNull();
        conversations.Count.ShouldBe(0);
    }

    [Fact]
    public void An_answer_with_nothing_to_refer_to_leaves_the_conversation_as_it_was()
    {
        var conversations = new RecentConversations(10, _clock);
        conversations.Remember("a", _context);

        conversations.Remember("a", null);

        conversations.Recall("a").ShouldBe(_context);
    }

    [Fact]
    public void The_one_that_was_silent_longest_makes_room()
    {
        var conversations = new RecentConversations(2, _clock);
        conversations.Remember("a", _context);
        conversations.Remember("b", _context);
        conversations.Remember("a", _context);

        conversations.Remember("c", _context);

        conversations.Count.ShouldBe(2);
        conversations.Recall("b").ShouldBeNull();
        conversations.Recall("a").ShouldNotBeNull();
        conversations.Recall("c").ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void No_more_are_remembered_than_there_is_room_for(int capacity)
    {
        var conversations = new RecentConversations(capacity, _clock);
        for (var i = 0; i < 3 * capacity; i++)
        {
            conversations.Remember($"T1:C1:U{i}", _context);
        }

        conversations.Count.ShouldBe(capacity);
        conversations.Recall($"T1:C1:U{(3 * capacity) - 1}").ShouldBe(_context);
        conversations.Recall("T1:C1:U0").ShouldBeNull();
    }

    [Fact]
    public void Many_may_talk_at_once()
    {
        var conversations = new RecentConversations(5_000, _clock);
        Parallel.For(0, 50_000, i =>
        {
            var id = $"T1:C1:U{i % 10_000}";
            conversations.Recall(id);
            conversations.Remember(id, _context);
        });
        conversations.Count.ShouldBeLessThanOrEqualTo(5_000);
    }

    [Fact]
    public void Ids_are_opaque_and_never_the_same() =>
        Enumerable.Range(0, 1000).Select(_ => RecentConversations.NewId()).Distinct(StringComparer.Ordinal).Count().ShouldBe(1000);
}
