import { Component, type ReactNode } from 'react';

interface Props {
  /** What is shown in place of what failed; `retry` draws that anew. */
  instead(retry: () => void): ReactNode;
  /** Where in the app it is: elsewhere is drawn without being asked, since it may be sound. */
  place?: string;
  children: ReactNode;
}

/** A defect in one part leaves a word and a way on, where React would take the whole page away. */
export class ErrorBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidUpdate({ place }: Props): void {
    if (this.state.hasFailed && place !== this.props.place) this.retry();
  }

  retry = () => this.setState({ hasFailed: false });

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.instead(this.retry) : this.props.children;
  }
}
