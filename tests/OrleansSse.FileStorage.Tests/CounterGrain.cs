namespace OrleansSse.FileStorage.Tests;

internal sealed class CounterGrain([PersistentState("count", "EventStreams")] IPersistentState<CounterState> state) : Grain, ICounterGrain
{
    public async Task<int> Increment()
    {
        state.State.Count++;
        await state.WriteStateAsync();
        return state.State.Count;
    }
}
